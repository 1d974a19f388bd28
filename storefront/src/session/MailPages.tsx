/** The pages that links in mails lead to. A mail's token is behind the `#`, which no server sees. */
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { Link } from 'wouter';
import { useCommand } from '../api/hooks';
import { addresses } from '../app/addresses';
import { Action } from '../design/Action';
import { Field, Title } from '../design/parts';
import { RequestPasswordResetDocument, ResetPasswordDocument, VerifyEmailDocument } from '../gql/graphql';
import { useText } from '../text/TextProvider';
import { useSession } from './SessionProvider';

type Result = 'waiting' | 'done' | 'wrong' | 'failed';

export function VerifyEmailPage(): ReactNode {
  const { t } = useText();
  const { refresh } = useSession();
  const [verify] = useCommand(VerifyEmailDocument);
  const [result, setResult] = useState<Result>('waiting');
  const isSent = useRef(false);
  useEffect(() => {
    // A token works once: not again when React runs the effect again.
    if (isSent.current) return;
    isSent.current = true;
    void verify({ token: location.hash.slice(1) }).then(({ data }) => {
      setResult(!data ? 'failed' : data.verifyEmail.__typename === 'Account' ? 'done' : 'wrong');
      refresh();
    });
  }, [verify, refresh]);
  return (
    <div className="page narrow stack" aria-live="polite">
      <Title>{t('verify.title')}</Title>
      <h1>{t('verify.title')}</h1>
      {result === 'waiting' && <p>{t('waiting')}</p>}
      {result === 'done' && <p className="notice good">{t('verify.done')}</p>}
      {result === 'wrong' && <p className="notice bad">{t('mail.wrongLink')}</p>}
      {result === 'failed' && <p className="notice bad">{t('failure.unavailable')}</p>}
      <Link className="button main" href={addresses.programme}>
        {t('nav.programme')}
      </Link>
    </div>
  );
}

export function ForgottenPasswordPage(): ReactNode {
  const { t } = useText();
  const [request, isSending] = useCommand(RequestPasswordResetDocument);
  const [result, setResult] = useState<Result>();
  const send = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const email = new FormData(event.currentTarget).get('email') as string;
    const { data } = await request({ email });
    setResult(data ? 'done' : 'failed');
  };
  return (
    <div className="page narrow stack">
      <Title>{t('forgotten.title')}</Title>
      <h1>{t('forgotten.title')}</h1>
      <div aria-live="polite">
        {result === 'done' && <p className="notice good">{t('forgotten.done')}</p>}
        {result === 'failed' && <p className="notice bad">{t('failure.unavailable')}</p>}
      </div>
      <form className="panel stack" onSubmit={(event) => void send(event)}>
        <Field label={t('account.email')} name="email" type="email" required autoComplete="username" />
        <Action className="button main wide" isBusy={isSending}>
          {t('forgotten.send')}
        </Action>
      </form>
    </div>
  );
}

export function ResetPasswordPage(): ReactNode {
  const { t } = useText();
  const [reset, isSending] = useCommand(ResetPasswordDocument);
  const [result, setResult] = useState<Result>();
  const [wrong, setWrong] = useState<string>();
  const send = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const newPassword = new FormData(event.currentTarget).get('password') as string;
    const { data } = await reset({ token: location.hash.slice(1), newPassword });
    const answer = data?.resetPassword;
    setWrong(answer?.__typename === 'InvalidInput' ? answer.fields[0]?.message : undefined);
    if (!answer) setResult('failed');
    else if (answer.__typename === 'InvalidToken') setResult('wrong');
    else if (answer.__typename === 'Account') setResult('done');
    else setResult(undefined);
  };
  return (
    <div className="page narrow stack">
      <Title>{t('reset.title')}</Title>
      <h1>{t('reset.title')}</h1>
      <div aria-live="polite">
        {result === 'done' && <p className="notice good">{t('reset.done')}</p>}
        {result === 'wrong' && <p className="notice bad">{t('mail.wrongLink')}</p>}
        {result === 'failed' && <p className="notice bad">{t('failure.unavailable')}</p>}
      </div>
      {result === 'done' ? (
        <Link className="button main" href={addresses.logIn}>
          {t('nav.logIn')}
        </Link>
      ) : (
        <form className="panel stack" onSubmit={(event) => void send(event)}>
          <Field
            label={t('reset.password')}
            hint={t('account.passwordHint')}
            name="password"
            type="password"
            required
            minLength={10}
            autoComplete="new-password"
            wrong={wrong}
          />
          <Action className="button main wide" isBusy={isSending}>
            {t('reset.save')}
          </Action>
        </form>
      )}
    </div>
  );
}
