import type { ReactNode } from 'react';
import { useAnswer } from '../api/hooks';
import { FailureNotice, Title } from '../design/parts';
import { ComingSoonDocument } from '../gql/graphql';
import { useText } from '../text/TextProvider';
import { MovieGrid, MovieGridWaiting } from './MovieGrid';

/** Movies that are new this month, and those that come. */
export default function ComingSoonPage(): ReactNode {
  const { t } = useText();
  const { data, failure, refresh } = useAnswer(ComingSoonDocument, {});
  const premieres = data?.premieres.edges.map(({ node }) => node).filter(({ status }) => status === 'NOW_SHOWING');
  const coming = data?.movies.edges
    .map(({ node }) => node)
    .toSorted((a, b) => a.releaseDate.localeCompare(b.releaseDate));
  return (
    <div className="page programme">
      <Title>{t('soon.title')}</Title>
      <h1>{t('soon.title')}</h1>
      {failure && !data && <FailureNotice failure={failure} onRetry={refresh} />}
      {!data && !failure && <MovieGridWaiting />}
      {coming?.length === 0 && <p className="empty">{t('soon.empty')}</p>}
      {coming && <MovieGrid movies={coming} />}
      {premieres && premieres.length > 0 && (
        <>
          <h2 className="section-title">{t('soon.premieres')}</h2>
          <MovieGrid movies={premieres} />
        </>
      )}
    </div>
  );
}
