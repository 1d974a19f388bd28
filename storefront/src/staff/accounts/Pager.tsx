import type { ReactNode } from 'react';
import { useParameters } from '../../app/navigation';
import { useStaffText } from '../../text/staff/useStaffText';

interface Properties {
  count: number;
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** How many there are, and the way to the first and the next page of a list. */
export function Pager({ count, pageInfo }: Properties): ReactNode {
  const { own } = useStaffText();
  const [read, write] = useParameters();
  const go = (after: string | undefined): void => {
    write({ after });
    scrollTo(0, 0);
  };
  return (
    <div className="list-pager">
      <p className="muted" role="status">
        {own('list.count', { count })}
      </p>
      {read('after') && (
        <button
          type="button"
          className="button"
          onClick={() => {
            go(undefined);
          }}
        >
          {own('list.first')}
        </button>
      )}
      {pageInfo.hasNextPage && (
        <button
          type="button"
          className="button"
          onClick={() => {
            go(pageInfo.endCursor ?? undefined);
          }}
        >
          {own('list.next')}
        </button>
      )}
    </div>
  );
}
