import type { ReactNode } from 'react';
import { Field } from '../design/parts';
import { useAccountText } from '../text/account/useAccountText';

/** Asks for the password that the account has now: it confirms what a session alone may not do. */
export function CurrentPassword({ name = 'password', wrong }: { name?: string; wrong: string | undefined }): ReactNode {
  const { own } = useAccountText();
  return (
    <Field
      label={own('password.current')}
      name={name}
      type="password"
      required
      autoComplete="current-password"
      wrong={wrong}
    />
  );
}
