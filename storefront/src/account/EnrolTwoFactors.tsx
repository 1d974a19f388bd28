import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useCommand } from '../api/hooks';
import { Action } from '../design/Action';
import { Field } from '../design/parts';
import { BeginTwoFactorsDocument, ConfirmTwoFactorsDocument } from '../gql/graphql';
import { useAccountText } from '../text/account/useAccountText';
import { CurrentPassword } from './CurrentPassword';
import { Said } from './Said';
import { imageOf } from './qr';
import { useRefusals, type Wrong } from './refusals';

interface Properties {
  onEnrolled: (recoveryCodes: string[]) => void;
  onChangedElsewhere: () => void;
}

interface Enrolment {
  secret: string;
  qrSvg: string;
}

/** Turns two factors on: the password, then the QR code, then a code that proves that it was scanned. */
export function EnrolTwoFactors({ onEnrolled, onChangedElsewhere }: Properties): ReactNode {
  const { own } = useAccountText();
  const { ofRefusal, ofFailure } = useRefusals();
  const [begin, isBeginning] = useCommand(BeginTwoFactorsDocument);
  const [confirm, isConfirming] = useCommand(ConfirmTwoFactorsDocument);
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [wrong, setWrong] = useState<Wrong>({});

  const sendPassword = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get('password') as string;
    const { data, failure } = await begin({ password });
    const answer = data?.beginTotpEnrolment;
    setWrong({});
    if (answer?.__typename === 'TotpEnrolment') setEnrolment(answer);
    else if (answer?.__typename === 'TotpAlreadyEnabled') {
      setWrong({ form: own('totp.alreadyOn') });
      onChangedElsewhere();
    } else setWrong(answer ? ofRefusal(answer) : ofFailure(failure));
  };

  const sendCode = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code') as string;
    const { data, failure } = await confirm({ code });
    const answer = data?.confirmTotpEnrolment;
    if (answer?.__typename === 'TotpEnabled') onEnrolled(answer.recoveryCodes);
    else if (answer?.__typename === 'TotpNotEnabled') {
      setEnrolment(undefined);
      setWrong({ form: own('totp.notBegun') });
    } else setWrong(answer ? ofRefusal(answer) : ofFailure(failure));
  };

  if (!enrolment) {
    return (
      <form className="settings" onSubmit={(event) => void sendPassword(event)}>
        <Said wrong={wrong['form']} />
        <CurrentPassword wrong={wrong['password']} />
        <Action className="button main" isBusy={isBeginning}>
          {own('totp.begin')}
        </Action>
      </form>
    );
  }
  return (
    <form className="settings" onSubmit={(event) => void sendCode(event)}>
      <p role="status">{own('totp.scan')}</p>
      <img className="enrolment" src={imageOf(enrolment.qrSvg)} alt={own('totp.qr')} width="224" height="224" />
      <p>
        {own('totp.secret')}: <code className="secret">{enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <Said wrong={wrong['form']} />
      <Field
        label={own('totp.code')}
        name="code"
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        wrong={wrong['code']}
      />
      <div className="actions">
        <Action className="button main" isBusy={isConfirming}>
          {own('totp.confirm')}
        </Action>
        <button
          type="button"
          className="button"
          onClick={() => {
            setEnrolment(undefined);
            setWrong({});
          }}
        >
          {own('totp.cancel')}
        </button>
      </div>
    </form>
  );
}
