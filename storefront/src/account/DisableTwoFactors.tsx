import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useCommand } from '../api/hooks';
import { Action } from '../design/Action';
import { Field } from '../design/parts';
import { DisableTwoFactorsDocument } from '../gql/graphql';
import { useAccountText } from '../text/account/useAccountText';
import { CurrentPassword } from './CurrentPassword';
import { Said } from './Said';
import { useRefusals, type Wrong } from './refusals';

/** Turns two factors off, by the password and a code. */
export function DisableTwoFactors({ onDisabled }: { onDisabled: () => void }): ReactNode {
  const { own } = useAccountText();
  const { ofRefusal, ofFailure } = useRefusals();
  const [disable, isSending] = useCommand(DisableTwoFactorsDocument);
  const [wrong, setWrong] = useState<Wrong>({});

  const send = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => form.get(name) as string;
    const { data, failure } = await disable({ password: text('password'), code: text('code') });
    const answer = data?.disableTotp;
    // Somebody turned them off elsewhere: what this form wanted is so already.
    if (answer?.__typename === 'Account' || answer?.__typename === 'TotpNotEnabled') onDisabled();
    else setWrong(answer ? ofRefusal(answer) : ofFailure(failure));
  };

  return (
    <form className="settings" onSubmit={(event) => void send(event)}>
      <Said wrong={wrong['form']} />
      <CurrentPassword wrong={wrong['password']} />
      <Field
        label={own('totp.codeOrRecovery')}
        name="code"
        required
        autoComplete="one-time-code"
        wrong={wrong['code']}
      />
      <Action className="button danger" isBusy={isSending}>
        {own('totp.disable')}
      </Action>
    </form>
  );
}
