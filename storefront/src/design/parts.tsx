/** Small parts that every page is made of. */
import { useEffect, useId, useState, type ComponentProps, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Failure } from '../api/failures';
import { logInAndBack } from '../app/addresses';
import { useText } from '../text/TextProvider';

/** Sets the document's title, which a screen reader says after each change of page. */
export function Title({ children }: { children: string }): ReactNode {
  return <title>{`${children} · Marquee`}</title>;
}

export function Field({
  label,
  hint,
  wrong,
  children,
  ...input
}: ComponentProps<'input'> & { label: string; hint?: string | undefined; wrong?: string | undefined }): ReactNode {
  const id = useId();
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        className="input"
        id={id}
        aria-describedby={described || undefined}
        aria-invalid={wrong ? true : undefined}
        {...input}
      />
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p className="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
      {children}
    </div>
  );
}

export function Choice({
  label,
  children,
  ...select
}: ComponentProps<'select'> & { label: string }): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select className="input" id={id} {...select}>
        {children}
      </select>
    </div>
  );
}

/** Says why something is not there, with a way on: to the login and back where the session has ended. */
export function FailureNotice({ failure, onRetry }: { failure: Failure; onRetry?: () => void }): ReactNode {
  const { t } = useText();
  const [path] = useLocation();
  return (
    <div className="notice bad" role="alert">
      <p>{t(`failure.${failure}`)}</p>
      {failure === 'logged-out' ? (
        <Link className="button" href={logInAndBack(path)}>
          {t('nav.logIn')}
        </Link>
      ) : onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {t('failure.retry')}
        </button>
      )}
    </div>
  );
}

/** Stands for a whole page that cannot be had: with a heading, as every page has one. */
export function FailurePage({ failure, onRetry }: { failure: Failure; onRetry: () => void }): ReactNode {
  const { t } = useText();
  return (
    <div className="page stack">
      <Title>{t('failure.title')}</Title>
      <h1>{t('failure.title')}</h1>
      <FailureNotice failure={failure} onRetry={onRetry} />
    </div>
  );
}

/** A movie's poster, of this origin only; a place for one where there is none. */
export function Poster({ movie }: { movie: { title: string; posterUrl?: string | null } }): ReactNode {
  const path = movie.posterUrl && URL.canParse(movie.posterUrl) ? new URL(movie.posterUrl).pathname : undefined;
  const [isBroken, setBroken] = useState(false);
  if (!path?.startsWith('/posters/') || isBroken) return <div className="poster" />;
  return (
    <img
      className="poster"
      src={path}
      alt=""
      width="400"
      height="600"
      decoding="async"
      onError={() => {
        setBroken(true);
      }}
    />
  );
}

/** The current moment, once every `seconds`. */
export function useNow(seconds: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, seconds * 1000);
    return () => {
      clearInterval(timer);
    };
  }, [seconds]);
  return now;
}
