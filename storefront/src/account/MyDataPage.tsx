import type { ReactNode } from 'react';
import { useAccountText } from '../text/account/useAccountText';
import { AccountFrame } from './AccountFrame';
import { DeletionPanel } from './DeletionPanel';
import { ExportPanel } from './ExportPanel';

/** A copy of all that is stored about somebody, and the end of it. */
export default function MyDataPage(): ReactNode {
  const { own } = useAccountText();
  return (
    <AccountFrame title={own('nav.data')}>
      <h1>{own('nav.data')}</h1>
      <div className="account-columns">
        <ExportPanel />
        <DeletionPanel />
      </div>
    </AccountFrame>
  );
}
