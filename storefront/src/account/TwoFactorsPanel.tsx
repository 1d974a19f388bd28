import { useState, type ReactNode } from 'react';
import { useAnswer } from '../api/hooks';
import { FailureNotice } from '../design/parts';
import { ProfileDocument } from '../gql/graphql';
import { useAccountText } from '../text/account/useAccountText';
import { DisableTwoFactors } from './DisableTwoFactors';
import { EnrolTwoFactors } from './EnrolTwoFactors';
import { RecoveryCodes } from './RecoveryCodes';

/** Two factors: on or off, and the way to the other. */
export function TwoFactorsPanel(): ReactNode {
  const { t, own } = useAccountText();
  const { data, failure, refresh } = useAnswer(ProfileDocument, {});
  const [recoveryCodes, setRecoveryCodes] = useState<string[]>();
  const isOn = data?.me?.totpEnabled;
  return (
    <section className="panel settings" aria-labelledby="two-factors">
      <h2 id="two-factors">{own('totp.title')}</h2>
      <p>{own('totp.text')}</p>
      {failure && !data && <FailureNotice failure={failure} onRetry={refresh} />}
      {!data && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
      {recoveryCodes && (
        <RecoveryCodes
          codes={recoveryCodes}
          onKept={() => {
            setRecoveryCodes(undefined);
          }}
        />
      )}
      {isOn !== undefined && !recoveryCodes && (
        <p role="status" className={`notice ${isOn ? 'good' : ''}`}>
          {own(isOn ? 'totp.isOn' : 'totp.isOff')}
        </p>
      )}
      {isOn === true && !recoveryCodes && <DisableTwoFactors onDisabled={refresh} />}
      {isOn === false && !recoveryCodes && (
        <EnrolTwoFactors
          onEnrolled={(codes) => {
            setRecoveryCodes(codes);
            refresh();
          }}
          onChangedElsewhere={refresh}
        />
      )}
    </section>
  );
}
