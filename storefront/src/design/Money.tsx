import type { ReactNode } from 'react';
import type { Sum } from '../text/formats';
import { useText } from '../text/TextProvider';

/** A sum of money. Screen readers call every "$" dollars, so they get the currency's name instead. */
export function Money({ sum }: { sum: Sum }): ReactNode {
  const { format } = useText();
  return (
    <>
      <span aria-hidden="true">{format.money(sum)}</span>
      <span className="unseen">{format.moneyInWords(sum)}</span>
    </>
  );
}
