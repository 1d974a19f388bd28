import type { ReactNode } from 'react';
import { useAnswer } from '../api/hooks';
import { FailureNotice } from '../design/parts';
import { MovieSearchDocument } from '../gql/graphql';
import { useText } from '../text/TextProvider';
import { MovieGrid, MovieGridWaiting } from './MovieGrid';

/** Every movie that a text is found in, whether it is shown now, soon or no more. */
export function MovieSearch({ cityId, text }: { cityId: string; text: string }): ReactNode {
  const { t } = useText();
  const { data, failure, refresh } = useAnswer(MovieSearchDocument, { filter: { search: text, cityId } });
  if (failure && !data) return <FailureNotice failure={failure} onRetry={refresh} />;
  if (!data) return <MovieGridWaiting />;
  const { edges, totalCount } = data.movies;
  return (
    <>
      <p role="status">{t('programme.found', { count: totalCount })}</p>
      <MovieGrid movies={edges.map(({ node }) => node)} />
    </>
  );
}
