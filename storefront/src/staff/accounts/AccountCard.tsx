import { useId, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useCommand } from '../../api/hooks';
import { addresses } from '../../app/addresses';
import { Action } from '../../design/Action';
import {
  RevokeAccountSessionsDocument,
  SetAccountRolesDocument,
  type AccountsQuery,
  type Role,
} from '../gql/graphql';
import { useStaffText } from '../../text/staff/useStaffText';

export const ROLES: Role[] = ['CUSTOMER', 'STAFF', 'ADMIN'];

type Account = AccountsQuery['accounts']['edges'][number]['node'];

/** One account: who it is, its roles to change, and the end of its sessions. */
export function AccountCard({ account, refresh }: { account: Account; refresh: () => void }): ReactNode {
  const { own, t, format } = useStaffText();
  const heading = useId();
  const [roles, setRoles] = useState(account.roles);
  const [said, setSaid] = useState<{ text: string; isGood: boolean }>();
  const [sendRoles, isSaving] = useCommand(SetAccountRolesDocument);
  const [revoke, isRevoking] = useCommand(RevokeAccountSessionsDocument);
  const isChanged = ROLES.some((each) => roles.includes(each) !== account.roles.includes(each));

  const save = async (): Promise<void> => {
    const { data, failure } = await sendRoles({ id: account.id, roles });
    const kind = data?.setAccountRoles.__typename;
    if (kind === 'Account') {
      setSaid({ text: own('accounts.saved'), isGood: true });
      refresh();
    } else setSaid({ text: kind ? own(`accounts.refused.${kind}`) : t(`failure.${failure ?? 'wrong'}`), isGood: false });
  };
  const endSessions = async (): Promise<void> => {
    const { data, failure } = await revoke({ id: account.id });
    const answer = data?.revokeAccountSessions;
    if (answer?.__typename === 'RevokeSessionsSuccess') {
      setSaid({ text: own('accounts.ended', { count: answer.revokedCount }), isGood: true });
    } else {
      const text = answer ? own('accounts.refused.NotFound') : t(`failure.${failure ?? 'wrong'}`);
      setSaid({ text, isGood: false });
    }
  };
  return (
    <article className="panel stack" aria-labelledby={heading}>
      <div>
        <h2 id={heading}>
          {account.firstName} {account.lastName}
        </h2>
        <p>{account.email}</p>
        <p className="muted">
          {own('accounts.since', { day: format.moment(account.createdAt) })}
          {!account.emailVerified && ` · ${own('accounts.unverified')}`}
          {account.totpEnabled && ` · ${own('accounts.twoFactors')}`}
        </p>
      </div>
      <fieldset className="roles">
        <legend className="unseen">{own('accounts.roles')}</legend>
        {ROLES.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={roles.includes(role)}
              onChange={({ target }) => {
                setRoles(ROLES.filter((each) => (each === role ? target.checked : roles.includes(each))));
              }}
            />
            {own(`role.${role}`)}
          </label>
        ))}
      </fieldset>
      <div className="card-actions">
        {isChanged && (
          <Action type="button" className="button main" isBusy={isSaving} onClick={() => void save()}>
            {own('accounts.save')}
          </Action>
        )}
        <Action type="button" className="button" isBusy={isRevoking} onClick={() => void endSessions()}>
          {own('accounts.endSessions')}
        </Action>
        <Link className="button" href={`${addresses.audit}?account=${encodeURIComponent(account.id)}`}>
          {own('accounts.log')}
        </Link>
      </div>
      <div aria-live="polite">{said && <p className={said.isGood ? 'hint' : 'wrong'}>{said.text}</p>}</div>
    </article>
  );
}
