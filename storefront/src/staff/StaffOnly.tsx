import './staff.css';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { addresses } from '../app/addresses';
import { FailureNotice, Title } from '../design/parts';
import type { Role } from '../gql/graphql';
import { LogInFirst } from '../session/LogInFirst';
import { has } from '../session/roles';
import { useSession } from '../session/SessionProvider';
import { useStaffText } from '../text/staff/useStaffText';

const PLACES = [
  ['door', 'STAFF'],
  ['today', 'STAFF'],
  ['planning', 'ADMIN'],
  ['accounts', 'ADMIN'],
  ['audit', 'ADMIN'],
] as const;

interface Properties {
  role: Role;
  title: string;
  /** Whether the page may be used although nobody can be asked who uses it. */
  opensOffline?: boolean;
  children: ReactNode;
}

/** A page of the staff's: for accounts with the role, under the way to the others. */
export function StaffOnly({ role, title, opensOffline = false, children }: Properties): ReactNode {
  const { viewer, failure } = useSession();
  const isUnknown = viewer === undefined && (failure === 'offline' || failure === 'unavailable');
  const page = (
    <div className="page staff">
      <Title>{title}</Title>
      <h1>{title}</h1>
      {children}
    </div>
  );
  if (opensOffline && isUnknown) return page;
  return (
    <LogInFirst>
      {viewer && !has(viewer.roles, role) && (
        <div className="page">
          <FailureNotice failure="forbidden" />
        </div>
      )}
      {viewer && has(viewer.roles, role) && (
        <>
          <StaffNavigation roles={viewer.roles} />
          {page}
        </>
      )}
    </LogInFirst>
  );
}

function StaffNavigation({ roles }: { roles: Role[] }): ReactNode {
  const { own } = useStaffText();
  const [path] = useLocation();
  return (
    <nav className="page nav staff-nav" aria-label={own('nav')}>
      {PLACES.filter(([, role]) => has(roles, role)).map(([place]) => (
        <Link key={place} href={addresses[place]} aria-current={path === addresses[place] ? 'page' : undefined}>
          {own(`title.${place}`)}
        </Link>
      ))}
    </nav>
  );
}
