import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useCommand } from '../api/hooks';
import { Action } from '../design/Action';
import { Field } from '../design/parts';
import { ChangePasswordDocument } from '../gql/graphql';
import { useSession } from '../session/SessionProvider';
import { useAccountText } from '../text/account/useAccountText';
import { CurrentPassword } from './CurrentPassword';
import { Said } from './Said';
import { useRefusals, type Wrong } from './refusals';

/** A new password, by the one that is known. */
export function PasswordPanel(): ReactNode {
  const { own } = useAccountText();
  const { viewer } = useSession();
  const { ofRefusal, ofFailure } = useRefusals('currentPassword');
  const [change, isSending] = useCommand(ChangePasswordDocument);
  const [wrong, setWrong] = useState<Wrong>({});
  const [isChanged, setChanged] = useState(false);

  const send = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const text = (name: string) => form.get(name) as string;
    const passwords = { currentPassword: text('currentPassword'), newPassword: text('newPassword') };
    const { data, failure } = await change(passwords);
    const answer = data?.changePassword;
    const isDone = answer?.__typename === 'Account';
    setChanged(isDone);
    if (isDone) element.reset();
    setWrong(isDone ? {} : answer ? ofRefusal(answer) : ofFailure(failure));
  };

  return (
    <form className="panel settings" aria-labelledby="password" onSubmit={(event) => void send(event)}>
      <h2 id="password">{own('password.title')}</h2>
      <Said wrong={wrong['form']} done={isChanged ? own('password.changed') : undefined} />
      {/* Password managers learn from it whose password changes. */}
      <input type="email" autoComplete="username" readOnly hidden value={viewer?.email} />
      <CurrentPassword name="currentPassword" wrong={wrong['currentPassword']} />
      <Field
        label={own('password.new')}
        hint={own('password.hint')}
        name="newPassword"
        type="password"
        required
        minLength={10}
        autoComplete="new-password"
        wrong={wrong['newPassword']}
      />
      <Action className="button main" isBusy={isSending}>
        {own('password.change')}
      </Action>
    </form>
  );
}
