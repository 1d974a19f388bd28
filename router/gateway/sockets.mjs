/** How many WebSockets are open, and how many may be. */

/** Counts the WebSockets of the process and of each address. */
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
      return { status: '503 Service Unavailable', message: 'The router has too many connections.' };
    }
    if ((this.#ofAddress.get(address) ?? 0) >= this.maxSocketsOfAddress) {
      const message = `This address has ${this.maxSocketsOfAddress} connections already.`;
      return { status: '429 Too Many Requests', message };
    }
    return undefined;
  }

  /** Count a WebSocket until it closes. */
  count(ws, address) {
    this.#open += 1;
    this.#ofAddress.set(address, (this.#ofAddress.get(address) ?? 0) + 1);
    ws.once('close', () => {
      this.#open -= 1;
      const left = this.#ofAddress.get(address) - 1;
      if (left > 0) this.#ofAddress.set(address, left);
      else this.#ofAddress.delete(address);
    });
  }
}
