import { Client, cacheExchange, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import type { Client as Socket } from 'graphql-ws';
import { failureOf } from './failures';

/** The same origin as the page: the session's cookie goes along. */
const ADDRESS = '/graphql';

let socket: Promise<Socket> | undefined;

/** The one WebSocket, opened by the first page that watches something. */
function openSocket(): Promise<Socket> {
  socket ??= import('graphql-ws').then(({ createClient }) =>
    createClient({
      url: new URL(ADDRESS, location.href.replace(/^http/, 'ws')).href,
      lazyCloseTimeout: 2_000,
      retryAttempts: 1_000,
      shouldRetry: () => true,
    }),
  );
  return socket;
}

/** After a login or its end: the next subscription opens a socket with the new session. */
export function closeSocket(): void {
  void socket?.then((open) => open.dispose());
  socket = undefined;
}

const listeners = new Set<() => void>();

/** Calls the listener whenever an answer says that the session has ended; returns how to stop that. */
export function onLoggedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function createApi(): Client {
  return new Client({
    url: ADDRESS,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [
      cacheExchange,
      mapExchange({
        onError(error) {
          if (failureOf(error) === 'logged-out') for (const listener of listeners) listener();
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe(sink) {
            let isWanted = true;
            let end: () => void = () => undefined;
            void openSocket().then((open) => {
              // The protocol's library wants a text, even where the id names the document.
              const payload = { ...request, query: request.query ?? '', operationName: null };
              if (isWanted) end = open.subscribe(payload, sink as Parameters<Socket['subscribe']>[1]);
            });
            return {
              unsubscribe() {
                isWanted = false;
                end();
              },
            };
          },
        }),
      }),
    ],
  });
}
