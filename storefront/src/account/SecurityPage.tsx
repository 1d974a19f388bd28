import type { ReactNode } from 'react';
import { useAccountText } from '../text/account/useAccountText';
import { AccountFrame } from './AccountFrame';
import { PasswordPanel } from './PasswordPanel';
import { TwoFactorsPanel } from './TwoFactorsPanel';

/** How somebody proves who they are: the password, and a second factor. */
export default function SecurityPage(): ReactNode {
  const { own } = useAccountText();
  return (
    <AccountFrame title={own('nav.security')}>
      <h1>{own('nav.security')}</h1>
      <div className="account-columns">
        <PasswordPanel />
        <TwoFactorsPanel />
      </div>
    </AccountFrame>
  );
}
