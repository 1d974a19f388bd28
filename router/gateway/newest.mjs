/** Subscriptions of clients that read slowly. */

/** How many answers of one subscription wait for its client. */
export const MAX_WAITING = 4;

/**
 * The answers of a subgraph's subscription, read as they come. While the client is slower, the
 * oldest of more than MAX_WAITING are dropped: each answer is a whole state, and the last one is
 * never missing. Otherwise all of them would wait in this process.
 *
 * A failure is answered once, by `answerTo`, and ends the subscription: the runtime would ask an
 * iterator that throws again and again.
 */
export function newestOf(answers, answerTo) {
  const source = answers[Symbol.asyncIterator]();
  const waiting = [];
  let ended = false;
  let wake = () => {};

  async function read() {
    try {
      for (let step = await source.next(); !step.done; step = await source.next()) {
        waiting.push(step.value);
        if (waiting.length > MAX_WAITING) waiting.shift();
        wake();
      }
    } catch (failure) {
      if (!ended) waiting.push(answerTo(failure));
    }
    ended = true;
    wake();
  }

  read();
  return {
    async next() {
      while (waiting.length === 0 && !ended) {
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
      return waiting.length > 0 ? { done: false, value: waiting.shift() } : { done: true, value: undefined };
    },
    async return() {
      waiting.length = 0;
      ended = true;
      wake();
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
