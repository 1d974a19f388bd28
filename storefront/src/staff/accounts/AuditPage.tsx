import './accounts.css';
import type { ReactNode } from 'react';
import { useAnswer } from '../../api/hooks';
import { useParameters } from '../../app/navigation';
import { Choice, FailureNotice } from '../../design/parts';
import { AuditLogDocument, type AuditAction, type AuditLogQuery } from '../gql/graphql';
import { useStaffText } from '../../text/staff/useStaffText';
import { StaffOnly } from '../StaffOnly';
import { Pager } from './Pager';

type Entry = AuditLogQuery['auditLog']['edges'][number]['node'];

const ACTIONS: AuditAction[] = [
  'REGISTERED',
  'LOGGED_IN',
  'LOGGED_OUT',
  'EMAIL_VERIFIED',
  'PASSWORD_CHANGED',
  'PASSWORD_RESET',
  'PROFILE_UPDATED',
  'ROLES_SET',
  'TOTP_ENABLED',
  'TOTP_DISABLED',
  'RECOVERY_CODE_USED',
  'SESSION_REVOKED',
  'SESSIONS_REVOKED',
  'DATA_EXPORTED',
  'DELETED',
];

/** Who did what to which account, the newest first. */
export default function AuditPage(): ReactNode {
  const { own } = useStaffText();
  return (
    <StaffOnly role="ADMIN" title={own('title.audit')}>
      <AuditLog />
    </StaffOnly>
  );
}

function AuditLog(): ReactNode {
  const { own, t } = useStaffText();
  const [read, write] = useParameters();
  const action = ACTIONS.find((each) => each === read('action'));
  const account = read('account');
  const { data, failure, refresh } = useAnswer(AuditLogDocument, {
    accountId: account ?? null,
    action: action ?? null,
    after: read('after') ?? null,
  });
  const log = data?.auditLog;
  return (
    <>
      <div className="list-filters">
        <Choice
          label={own('audit.action')}
          value={action ?? ''}
          onChange={({ target }) => {
            write({ action: target.value, after: undefined });
          }}
        >
          <option value="">{own('audit.anyAction')}</option>
          {ACTIONS.map((each) => (
            <option key={each} value={each}>
              {own(`audit.${each}`)}
            </option>
          ))}
        </Choice>
        {account && (
          <button
            type="button"
            className="button"
            onClick={() => {
              write({ account: undefined, after: undefined });
            }}
          >
            {own('audit.allAccounts')}
          </button>
        )}
      </div>
      {failure && <FailureNotice failure={failure} onRetry={refresh} />}
      {!log && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
      <ol className="audit-entries">
        {log?.edges.map(({ node }) => (
          <li key={node.id}>
            <OneEntry entry={node} />
          </li>
        ))}
      </ol>
      {log && <Pager count={log.totalCount} pageInfo={log.pageInfo} />}
    </>
  );
}

function OneEntry({ entry }: { entry: Entry }): ReactNode {
  const { own, format } = useStaffText();
  const byWhom = entry.actorId === entry.accountId ? own('audit.itself') : (entry.actorId ?? own('audit.nobody'));
  return (
    <>
      <p>
        <strong>{own(`audit.${entry.action}`)}</strong> <time className="muted">{format.moment(entry.at)}</time>
      </p>
      <p className="muted">
        {own('audit.who', { account: entry.accountId, actor: byWhom })}
        {entry.ipAddress && ` · ${entry.ipAddress}`}
      </p>
      {entry.details.map(({ name, value }) => (
        <p key={name} className="muted">
          {name}: {value}
        </p>
      ))}
    </>
  );
}
