import { useState, type ReactNode } from 'react';
import type { Failure } from '../api/failures';
import { useQuestion, type Outcome } from '../api/hooks';
import { Action } from '../design/Action';
import { ExportBookingsDocument, ExportMyDataDocument, type ExportBookingsQuery } from '../gql/graphql';
import { useAccountText } from '../text/account/useAccountText';
import { Said } from './Said';
import { download } from './download';

type Bookings = NonNullable<NonNullable<ExportBookingsQuery['me']>['bookings']>;
type Booking = Bookings['edges'][number]['node'];

/** All data of the person as a file. */
export function ExportPanel(): ReactNode {
  const { t, own } = useAccountText();
  const askAccount = useQuestion(ExportMyDataDocument);
  const askBookings = useAllBookings();
  const [isMaking, setMaking] = useState(false);
  const [result, setResult] = useState<'done' | Failure>();

  const make = async (): Promise<void> => {
    setMaking(true);
    const [account, bookings] = [await askAccount({}), await askBookings()];
    setMaking(false);
    const failure = account.failure ?? bookings.failure;
    if (failure) {
      setResult(failure);
      return;
    }
    const content = { ...account.data?.exportMyData, bookings: bookings.data };
    download('marquee-my-data.json', 'application/json', `${JSON.stringify(content, null, 2)}\n`);
    setResult('done');
  };

  return (
    <section className="panel settings" aria-labelledby="export">
      <h2 id="export">{own('export.title')}</h2>
      <p>{own('export.text')}</p>
      <Said
        wrong={result && result !== 'done' ? t(`failure.${result}`) : undefined}
        done={result === 'done' ? own('export.done') : undefined}
      />
      <Action type="button" className="button main" isBusy={isMaking} onClick={() => void make()}>
        {isMaking ? t('waiting') : own('export.download')}
      </Action>
    </section>
  );
}

/** Asks for one page of bookings after the other: a file with a part of them would be no copy. */
function useAllBookings(): () => Promise<Outcome<Booking[]>> {
  const ask = useQuestion(ExportBookingsDocument);
  return async () => {
    const all: Booking[] = [];
    let after: string | null = null;
    do {
      const outcome: Outcome<ExportBookingsQuery> = await ask({ after });
      if (!outcome.data) return outcome;
      const page: Bookings | null | undefined = outcome.data.me?.bookings;
      if (!page) return { failure: 'unavailable' };
      all.push(...page.edges.map(({ node }) => node));
      after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
    } while (after);
    return { data: all };
  };
}
