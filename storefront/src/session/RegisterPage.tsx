import { useState, type ReactNode, type SubmitEvent } from 'react';
import { Link, Redirect, useSearch } from 'wouter';
import { useCommand } from '../api/hooks';
import { addresses } from '../app/addresses';
import { Action } from '../design/Action';
import { Field, Title } from '../design/parts';
import { LogInDocument, RegisterDocument } from '../gql/graphql';
import { useText } from '../text/TextProvider';
import { nextPage } from './next';
import { useSession } from './SessionProvider';

/** What is wrong with each field, by the field's name. */
type Wrong = Partial<Record<string, string>>;

export default function RegisterPage(): ReactNode {
  const { t, language } = useText();
  const search = useSearch();
  const { viewer, refresh } = useSession();
  const [wrong, setWrong] = useState<Wrong>({});
  const [register, isSending] = useCommand(RegisterDocument);
  const [logIn] = useCommand(LogInDocument);

  const send = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => form.get(name) as string;
    const [email, password] = [text('email'), text('password')];
    const input = { email, password, firstName: text('firstName'), lastName: text('lastName'), language };
    const { data, failure } = await register({ input });
    const answer = data?.register;
    switch (answer?.__typename) {
      case 'Account':
        await logIn({ email, password });
        refresh();
        return;
      case 'InvalidInput':
        setWrong(Object.fromEntries(answer.fields.map(({ path, message }) => [path.at(-1) ?? '', message])));
        return;
      case 'TooManyAttempts':
        setWrong({ form: t('logIn.tooMany', { count: answer.retryAfterSeconds }) });
        return;
      case 'EmailTaken':
        setWrong({ email: t('register.emailTaken') });
        return;
      default:
        setWrong({ form: t(`failure.${failure ?? 'wrong'}`) });
    }
  };

  if (viewer) return <Redirect to={nextPage(search)} replace />;
  return (
    <div className="page narrow stack">
      <Title>{t('register.title')}</Title>
      <h1>{t('register.title')}</h1>
      <div aria-live="assertive">{wrong['form'] && <p className="notice bad">{wrong['form']}</p>}</div>
      <form className="panel stack" onSubmit={(event) => void send(event)}>
        <Field label={t('account.firstName')} name="firstName" required autoComplete="given-name" wrong={wrong['firstName']} />
        <Field label={t('account.lastName')} name="lastName" required autoComplete="family-name" wrong={wrong['lastName']} />
        <Field label={t('account.email')} name="email" type="email" required autoComplete="username" wrong={wrong['email']} />
        <Field
          label={t('account.password')}
          hint={t('account.passwordHint')}
          name="password"
          type="password"
          required
          minLength={10}
          autoComplete="new-password"
          wrong={wrong['password']}
        />
        <Action className="button main wide" isBusy={isSending}>
          {t('register.title')}
        </Action>
      </form>
      <p>
        {t('register.isKnown')} <Link href={`${addresses.logIn}${search ? `?${search}` : ''}`}>{t('nav.logIn')}</Link>
      </p>
    </div>
  );
}
