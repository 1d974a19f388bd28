import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useAccountText } from '../text/account/useAccountText';

/** The recovery codes, which nobody can show again: they stay until somebody says that they are kept. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }): ReactNode {
  const { own } = useAccountText();
  const [isCopied, setCopied] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className="settings">
      <h3 tabIndex={-1} ref={heading}>
        {own('totp.recoveryTitle')}
      </h3>
      <p>{own('totp.recoveryText')}</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="actions">
        <button
          type="button"
          className="button"
          onClick={() =>
            void navigator.clipboard.writeText(codes.join('\n')).then(
              () => {
                setCopied(true);
              },
              // Without the permission the codes are still there to be written down.
              () => undefined,
            )
          }
        >
          {own('totp.copy')}
        </button>
        <button type="button" className="button main" onClick={onKept}>
          {own('totp.kept')}
        </button>
      </div>
      <p role="status">{isCopied && own('totp.copied')}</p>
    </div>
  );
}
