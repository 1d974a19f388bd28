import { useRef, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { has } from '../session/roles';
import { useSession } from '../session/SessionProvider';
import { LanguageChoice } from '../text/LanguageChoice';
import { useText } from '../text/TextProvider';
import { addresses } from './addresses';
import { useFocusOnNewPages, useKeptFocus } from './focus';
import { chooseTheme, currentTheme } from './theme';

/** What surrounds every page: the way around, and the language and colours at the end. */
export function Layout({ children }: { children: ReactNode }): ReactNode {
  const { t } = useText();
  const main = useRef<HTMLElement>(null);
  useFocusOnNewPages(main);
  useKeptFocus(main);
  return (
    <>
      <a className="skip button main" href="#content">
        {t('nav.skip')}
      </a>
      <Header />
      <main className="content" id="content" tabIndex={-1} ref={main}>
        {children}
      </main>
      <Footer />
    </>
  );
}

function Header(): ReactNode {
  const { t } = useText();
  const { viewer } = useSession();
  return (
    <header className="header">
      <div className="page header-row">
        <Link className="brand" href={addresses.programme}>
          Mar<span>quee</span>
        </Link>
        <nav className="nav" aria-label={t('nav.label')}>
          <Place href={addresses.programme}>{t('nav.programme')}</Place>
          <Place href={addresses.comingSoon}>{t('nav.comingSoon')}</Place>
        </nav>
        <nav className="nav end" aria-label={t('nav.account')}>
          {viewer && has(viewer.roles, 'STAFF') && <Place href={addresses.door}>{t('nav.staff')}</Place>}
          {viewer && <Place href={addresses.account}>{viewer.firstName}</Place>}
          {viewer === null && <Place href={addresses.logIn}>{t('nav.logIn')}</Place>}
        </nav>
      </div>
    </header>
  );
}

function Place({ href, children }: { href: string; children: ReactNode }): ReactNode {
  const [path] = useLocation();
  return (
    <Link href={href} aria-current={path === href ? 'page' : undefined}>
      {children}
    </Link>
  );
}

function Footer(): ReactNode {
  const { t } = useText();
  const [theme, setTheme] = useState(currentTheme);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <footer className="footer">
      <div className="page footer-row">
        <p className="muted">{t('footer.text')}</p>
        <LanguageChoice />
        <button
          type="button"
          className="button"
          onClick={() => {
            chooseTheme(other);
            setTheme(other);
          }}
        >
          {t(`footer.${other}`)}
        </button>
      </div>
    </footer>
  );
}
