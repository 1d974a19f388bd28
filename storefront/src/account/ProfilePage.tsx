import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useCommand } from '../api/hooks';
import { Action } from '../design/Action';
import { FailureNotice, Field } from '../design/parts';
import { ProfileDocument, SetLanguageDocument, UpdateProfileDocument, type ProfileQuery } from '../gql/graphql';
import { useSession } from '../session/SessionProvider';
import { useMine } from '../session/useMine';
import { LanguageChoice } from '../text/LanguageChoice';
import { useAccountText } from '../text/account/useAccountText';
import { AccountFrame } from './AccountFrame';
import { Said } from './Said';
import { useRefusals, type Wrong } from './refusals';

/** Who somebody is: names, a phone, and the language of pages and mails. */
export default function ProfilePage(): ReactNode {
  const { t } = useAccountText();
  const { data, failure, refresh } = useMine(ProfileDocument, {});
  const profile = data?.me;
  return (
    <AccountFrame title={t('account.profile')}>
      <h1>{t('account.profile')}</h1>
      {failure && !profile && <FailureNotice failure={failure} onRetry={refresh} />}
      {!profile && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
      {profile && <ProfileForm profile={profile} />}
    </AccountFrame>
  );
}

function ProfileForm({ profile }: { profile: NonNullable<ProfileQuery['me']> }): ReactNode {
  const { t, own } = useAccountText();
  const { viewer, refresh } = useSession();
  const { ofRefusal, ofFailure } = useRefusals();
  const [setLanguage] = useCommand(SetLanguageDocument);
  const [update, isSending] = useCommand(UpdateProfileDocument);
  const [wrong, setWrong] = useState<Wrong>({});
  const [isSaved, setSaved] = useState(false);

  const send = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => form.get(name) as string;
    const input = { firstName: text('firstName'), lastName: text('lastName'), phone: text('phone').trim() || null };
    const { data, failure } = await update({ input });
    const answer = data?.updateProfile;
    setSaved(answer?.__typename === 'Account');
    setWrong({});
    switch (answer?.__typename) {
      case 'Account':
        refresh();
        return;
      case 'PhoneTaken':
        setWrong({ phone: own('profile.phoneTaken') });
        return;
      case 'NotFound':
        setWrong({ form: own('profile.gone') });
        return;
      case 'InvalidInput':
        setWrong(ofRefusal(answer));
        return;
      default:
        setWrong(ofFailure(failure));
    }
  };

  return (
    <form className="panel settings" onSubmit={(event) => void send(event)}>
      <Said wrong={wrong['form']} done={isSaved ? own('saved') : undefined} />
      <Field
        label={t('account.firstName')}
        name="firstName"
        required
        autoComplete="given-name"
        defaultValue={profile.firstName}
        wrong={wrong['firstName']}
      />
      <Field
        label={t('account.lastName')}
        name="lastName"
        required
        autoComplete="family-name"
        defaultValue={profile.lastName}
        wrong={wrong['lastName']}
      />
      <Field label={t('account.email')} type="email" readOnly value={viewer?.email} />
      <Field
        label={own('profile.phone')}
        hint={own('profile.phoneHint')}
        name="phone"
        type="tel"
        autoComplete="tel"
        defaultValue={profile.phone ?? ''}
        wrong={wrong['phone']}
      />
      <LanguageChoice onChosen={(chosen) => void setLanguage({ language: chosen }).then(refresh)} />
      <Action className="button main" isBusy={isSending}>
        {own('save')}
      </Action>
    </form>
  );
}
