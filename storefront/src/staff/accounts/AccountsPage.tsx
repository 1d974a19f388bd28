import './accounts.css';
import { useState, type ReactNode } from 'react';
import { useAnswer } from '../../api/hooks';
import { useParameters } from '../../app/navigation';
import { Choice, FailureNotice, Field } from '../../design/parts';
import { AccountsDocument, type Role } from '../gql/graphql';
import { useStaffText } from '../../text/staff/useStaffText';
import { StaffOnly } from '../StaffOnly';
import { AccountCard, ROLES } from './AccountCard';
import { Pager } from './Pager';

/** All accounts, to search, and to give and take roles. */
export default function AccountsPage(): ReactNode {
  const { own } = useStaffText();
  return (
    <StaffOnly role="ADMIN" title={own('title.accounts')}>
      <Accounts />
    </StaffOnly>
  );
}

function Accounts(): ReactNode {
  const { own, t } = useStaffText();
  const [read, write] = useParameters();
  const [text, setText] = useState(read('search') ?? '');
  const role = ROLES.find((each) => each === read('role'));
  const { data, failure, refresh } = useAnswer(AccountsDocument, {
    search: read('search') ?? null,
    role: role ?? null,
    after: read('after') ?? null,
  });
  const accounts = data?.accounts;
  return (
    <>
      <form
        className="list-filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          write({ search: text.trim(), after: undefined });
        }}
      >
        <Field
          label={own('accounts.search')}
          type="search"
          value={text}
          onChange={({ target }) => {
            setText(target.value);
          }}
        />
        <Choice
          label={own('accounts.role')}
          value={role ?? ''}
          onChange={({ target }) => {
            write({ role: target.value, after: undefined });
          }}
        >
          <option value="">{own('accounts.anyRole')}</option>
          {ROLES.map((each: Role) => (
            <option key={each} value={each}>
              {own(`role.${each}`)}
            </option>
          ))}
        </Choice>
        <button type="submit" className="button main">
          {own('accounts.find')}
        </button>
      </form>
      {failure && <FailureNotice failure={failure} onRetry={refresh} />}
      {!accounts && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
      <ul className="list-cards">
        {accounts?.edges.map(({ node }) => (
          <li key={node.id}>
            <AccountCard account={node} refresh={refresh} />
          </li>
        ))}
      </ul>
      {accounts && <Pager count={accounts.totalCount} pageInfo={accounts.pageInfo} />}
    </>
  );
}
