/** How pages ask and tell: urql with documents by their ids, and failures as words. */
import { useCallback } from 'react';
import { useClient, useMutation, useQuery, useSubscription } from 'urql';
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { byId } from './documents';
import { type Failure, failureOf } from './failures';

export interface Answer<Data> {
  /** What is known: also of a part only, or of the answer before. */
  data: Data | undefined;
  /** Why something is missing; undefined when nothing is. */
  failure: Failure | undefined;
  isLoading: boolean;
  /** Asks again, past every cache. */
  refresh: () => void;
}

export function useAnswer<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: { skip?: boolean } = {},
): Answer<Data> {
  const query = byId<Data, AnyVariables>(document as TypedDocumentNode<Data, AnyVariables>);
  const [{ data, error, fetching }, ask] = useQuery({ query, variables, pause: options.skip ?? false });
  const refresh = useCallback(() => {
    ask({ requestPolicy: 'network-only' });
  }, [ask]);
  return { data, failure: error && failureOf(error), isLoading: fetching, refresh };
}

/** What a mutation's result holds: its data, or why there is none. */
export type Outcome<Data> = { data: Data; failure?: never } | { data?: never; failure: Failure };

export function useCommand<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): [send: (variables: Variables) => Promise<Outcome<Data>>, isSending: boolean] {
  const [{ fetching }, execute] = useMutation(byId(document));
  const send = useCallback(
    async (variables: Variables): Promise<Outcome<Data>> => {
      const { data, error } = await execute(variables);
      if (data) return { data };
      return { failure: error ? failureOf(error) : 'wrong' };
    },
    [execute],
  );
  return [send, fetching];
}

/** A question that is asked on demand, past every cache, and not by being on a page. */
export function useQuestion<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): (variables: Variables) => Promise<Outcome<Data>> {
  const client = useClient();
  return useCallback(
    async (variables: Variables): Promise<Outcome<Data>> => {
      const asked = client.query(byId(document), variables, { requestPolicy: 'network-only' });
      const { data, error } = await asked.toPromise();
      if (data && !error) return { data };
      return { failure: error ? failureOf(error) : 'wrong' };
    },
    [client, document],
  );
}

export function useLive<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: { skip?: boolean } = {},
): { data: Data | undefined; failure: Failure | undefined } {
  const query = byId<Data, AnyVariables>(document as TypedDocumentNode<Data, AnyVariables>);
  const [{ data, error }] = useSubscription<Data, Data>({ query, variables, pause: options.skip ?? false });
  return { data, failure: error && failureOf(error) };
}
