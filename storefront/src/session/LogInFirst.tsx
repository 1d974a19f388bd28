import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { logInAndBack } from '../app/addresses';
import { FailureNotice } from '../design/parts';
import { useText } from '../text/TextProvider';
import { useSession } from './SessionProvider';

/** Shows its content to people who are logged in, and the others the way to the login and back. */
export function LogInFirst({ children }: { children: ReactNode }): ReactNode {
  const { t } = useText();
  const [path] = useLocation();
  const { viewer, hasEnded, failure, refresh } = useSession();
  if (viewer) return children;
  return (
    <div className="page stack">
      {viewer === undefined && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
      {viewer === undefined && failure && <FailureNotice failure={failure} onRetry={refresh} />}
      {viewer === null && (
        <>
          <h1>{t('nav.logIn')}</h1>
          <p role={hasEnded ? 'alert' : undefined}>{t(hasEnded ? 'failure.logged-out' : 'logIn.first')}</p>
          <Link className="button main" href={logInAndBack(path)}>
            {t('nav.logIn')}
          </Link>
        </>
      )}
    </div>
  );
}
