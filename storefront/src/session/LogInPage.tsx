import { useState, type ReactNode, type SubmitEvent } from 'react';
import { Link, Redirect, useSearch } from 'wouter';
import { useCommand } from '../api/hooks';
import { addresses } from '../app/addresses';
import { Action } from '../design/Action';
import { Field, Title } from '../design/parts';
import { CompleteLogInDocument, LogInDocument } from '../gql/graphql';
import { useText } from '../text/TextProvider';
import { nextPage } from './next';
import { useSession } from './SessionProvider';

export default function LogInPage(): ReactNode {
  const { t } = useText();
  const search = useSearch();
  const { viewer, refresh } = useSession();
  const [challenge, setChallenge] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const [logIn, isSending] = useCommand(LogInDocument);
  const [complete, isCompleting] = useCommand(CompleteLogInDocument);

  const send = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => form.get(name) as string;
    const { data, failure } = await logIn({ email: text('email'), password: text('password') });
    const answer = data?.login;
    if (answer?.__typename === 'LoginSuccess') refresh();
    else if (answer?.__typename === 'TotpRequired') {
      setChallenge(answer.challenge);
      setWrong(undefined);
    } else if (answer?.__typename === 'TooManyAttempts') {
      setWrong(t('logIn.tooMany', { count: answer.retryAfterSeconds }));
    } else setWrong(failure ? t(`failure.${failure}`) : t('logIn.wrong'));
  };

  const sendCode = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code') as string;
    const { data, failure } = await complete({ challenge: challenge ?? '', code });
    const answer = data?.completeLogin;
    if (answer?.__typename === 'LoginSuccess') refresh();
    else if (answer?.__typename === 'TooManyAttempts') {
      setWrong(t('logIn.tooMany', { count: answer.retryAfterSeconds }));
    } else setWrong(failure ? t(`failure.${failure}`) : t('logIn.wrongCode'));
  };

  if (viewer) return <Redirect to={nextPage(search)} replace />;
  return (
    <div className="page narrow stack">
      <Title>{t('nav.logIn')}</Title>
      <h1>{t('nav.logIn')}</h1>
      {search.includes('next=') && <p className="muted">{t('logIn.waits')}</p>}
      <div aria-live="assertive">{wrong && <p className="notice bad">{wrong}</p>}</div>
      {challenge ? (
        <form key="code" className="panel stack" onSubmit={(event) => void sendCode(event)}>
          <Field label={t('logIn.code')} hint={t('logIn.codeHint')} name="code" required autoComplete="one-time-code" />
          <Action className="button main wide" isBusy={isCompleting}>
            {t('nav.logIn')}
          </Action>
        </form>
      ) : (
        <form key="password" className="panel stack" onSubmit={(event) => void send(event)}>
          <Field label={t('account.email')} name="email" type="email" required autoComplete="username" />
          <Field label={t('account.password')} name="password" type="password" required autoComplete="current-password" />
          <Action className="button main wide" isBusy={isSending}>
            {t('nav.logIn')}
          </Action>
          <p>
            <Link href={addresses.forgottenPassword}>{t('logIn.forgotten')}</Link>
          </p>
        </form>
      )}
      <p>
        {t('logIn.isNew')}{' '}
        <Link href={`${addresses.register}${search ? `?${search}` : ''}`}>{t('register.title')}</Link>
      </p>
    </div>
  );
}
