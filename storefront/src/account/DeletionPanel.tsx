import { useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { useCommand } from '../api/hooks';
import { addresses } from '../app/addresses';
import { Action } from '../design/Action';
import { DeleteMyAccountDocument } from '../gql/graphql';
import { useAccountText } from '../text/account/useAccountText';
import { CurrentPassword } from './CurrentPassword';
import { Said } from './Said';
import { useRefusals, type Wrong } from './refusals';

const CONSEQUENCES = ['login', 'bookings', 'tickets', 'kept'] as const;

/** The end of an account: what it means is told first, and the password confirms it. */
export function DeletionPanel(): ReactNode {
  const { own } = useAccountText();
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <section className="panel settings" aria-labelledby="deletion">
      <h2 id="deletion">{own('delete.title')}</h2>
      <p>{own('delete.text')}</p>
      <ul className="consequences">
        {CONSEQUENCES.map((each) => (
          <li key={each}>{own(`delete.${each}`)}</li>
        ))}
      </ul>
      <button type="button" className="button danger" onClick={() => dialog.current?.showModal()}>
        {own('delete.begin')}
      </button>
      <dialog ref={dialog} aria-labelledby="delete">
        <DeletionForm onKeep={() => dialog.current?.close()} />
      </dialog>
    </section>
  );
}

function DeletionForm({ onKeep }: { onKeep: () => void }): ReactNode {
  const { own } = useAccountText();
  const { ofRefusal, ofFailure } = useRefusals();
  const [remove, isSending] = useCommand(DeleteMyAccountDocument);
  const [wrong, setWrong] = useState<Wrong>({});

  const send = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get('password') as string;
    const { data, failure } = await remove({ password });
    const answer = data?.deleteMyAccount;
    switch (answer?.__typename) {
      case 'AccountDeleted':
      case 'NotFound':
        // The page is loaded again: nothing of the account stays in its memory.
        location.assign(addresses.programme);
        return;
      case 'LastAdministrator':
        setWrong({ form: own('delete.lastAdministrator') });
        return;
      default:
        setWrong(answer ? ofRefusal(answer) : ofFailure(failure));
    }
  };

  return (
    <form className="settings" onSubmit={(event) => void send(event)}>
      <h2 id="delete">{own('delete.title')}</h2>
      <Said wrong={wrong['form']} />
      <CurrentPassword wrong={wrong['password']} />
      <div className="actions">
        <button type="button" className="button" onClick={onKeep}>
          {own('delete.keep')}
        </button>
        <Action className="button danger" isBusy={isSending}>
          {own('delete.now')}
        </Action>
      </div>
    </form>
  );
}
