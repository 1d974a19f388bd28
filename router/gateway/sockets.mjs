/** How many WebSockets and event streams are open, and how many may be. */
import { GraphQLError } from 'graphql';

/** Counts the connections of subscriptions, of the process and of each address. */
export class SocketLimits {
  #open = 0;
  #ofAddress = new Map();

  constructor({ maxSockets, maxSocketsOfAddress }) {
    this.maxSockets = maxSockets;
    this.maxSocketsOfAddress = maxSocketsOfAddress;
  }

  /** The status and message that refuse one more from this address; undefined while it may come. */
  refusal(address) {
    if (this.#open >= this.maxSockets) {
      return { status: 503, reason: 'Service Unavailable', message: 'The router has too many connections.' };
    }
    if ((this.#ofAddress.get(address) ?? 0) >= this.maxSocketsOfAddress) {
      const message = `This address has ${this.maxSocketsOfAddress} connections already.`;
      return { status: 429, reason: 'Too Many Requests', message };
    }
    return undefined;
  }

  /** Count a WebSocket, or the response that is a stream, until it closes. */
  count(connection, address) {
    this.#open += 1;
    this.#ofAddress.set(address, (this.#ofAddress.get(address) ?? 0) + 1);
    connection.once('close', () => {
      this.#open -= 1;
      const left = this.#ofAddress.get(address) - 1;
      if (left > 0) this.#ofAddress.set(address, left);
      else this.#ofAddress.delete(address);
    });
  }
}

/**
 * Plugin: a subscription over HTTP, as a stream of events, is a connection like a WebSocket. A client
 * that could not read the stream is refused before a subgraph is asked for it.
 */
export function limitStreams(limits) {
  return {
    onSubscribe({ args: { contextValue }, setResultAndStopExecution }) {
      const { req, res, request } = contextValue;
      const isOnWebSocket = res === undefined;
      if (isOnWebSocket) return;
      const address = req.socket.remoteAddress;
      const refusal = limits.refusal(address);
      if (!request.headers.get('accept')?.includes('text/event-stream')) {
        setResultAndStopExecution({ errors: [notAcceptable()] });
      } else if (refusal) {
        setResultAndStopExecution({ errors: [tooMany(refusal)] });
      } else {
        limits.count(res, address);
      }
    },
  };
}

function notAcceptable() {
  const message = 'A subscription is answered on a WebSocket, or as text/event-stream to whom accepts it.';
  return new GraphQLError(message, { extensions: { code: 'NOT_ACCEPTABLE', http: { status: 406 } } });
}

function tooMany({ status, message }) {
  const http = { status, headers: { 'retry-after': '10' } };
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_CONNECTIONS', http } });
}
