import { useEffect } from 'react';
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useAnswer, type Answer } from '../api/hooks';
import { useSession } from './SessionProvider';

/**
 * An answer about the person who is logged in. An API that knows nobody by this session answers
 * null without an error: the session is asked for then, and the page says that it has ended.
 */
export function useMine<Data extends { me?: unknown }, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Answer<Data> {
  const answer = useAnswer(document, variables);
  const { refresh } = useSession();
  const isNobody = answer.data?.me === null && !answer.failure && !answer.isLoading;
  useEffect(() => {
    if (isNobody) refresh();
  }, [isNobody, refresh]);
  return answer;
}
