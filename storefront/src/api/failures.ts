import type { CombinedError } from 'urql';

/** Why there is no answer, as far as it changes what a person can do. */
export type Failure = 'offline' | 'unavailable' | 'busy' | 'logged-out' | 'forbidden' | 'wrong';

const BY_CODE: Record<string, Failure> = {
  UNAUTHENTICATED: 'logged-out',
  FORBIDDEN: 'forbidden',
  SERVICE_UNAVAILABLE: 'unavailable',
  SUBGRAPH_UNAVAILABLE: 'unavailable',
  DEADLINE_EXCEEDED: 'unavailable',
  SERVICE_OVERLOADED: 'busy',
  RATE_LIMITED: 'busy',
};

export function failureOf(error: CombinedError): Failure {
  const codes = error.graphQLErrors.map((each) => each.extensions['code']);
  for (const code of codes) {
    const known = typeof code === 'string' ? BY_CODE[code] : undefined;
    if (known) return known;
  }
  if (error.networkError) return navigator.onLine ? 'unavailable' : 'offline';
  return 'wrong';
}
