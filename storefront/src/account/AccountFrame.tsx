import './account.css';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { addresses } from '../app/addresses';
import { Title } from '../design/parts';
import { LogInFirst } from '../session/LogInFirst';
import { useAccountText } from '../text/account/useAccountText';

const PLACES = [
  ['bookings', addresses.account],
  ['profile', addresses.profile],
  ['security', addresses.security],
  ['sessions', addresses.sessions],
  ['data', addresses.myData],
] as const;

/** What surrounds each page of the account: its title, and the way to the other pages. */
export function AccountFrame({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const { t, own } = useAccountText();
  const [path] = useLocation();
  return (
    <LogInFirst>
      <div className="page account">
        <Title>{title}</Title>
        <nav className="account-nav" aria-label={own('nav.label')}>
          {PLACES.map(([name, href]) => (
            <Link key={name} href={href} aria-current={path === href ? 'page' : undefined}>
              {name === 'profile' ? t('account.profile') : own(`nav.${name}`)}
            </Link>
          ))}
        </nav>
        {children}
      </div>
    </LogInFirst>
  );
}
