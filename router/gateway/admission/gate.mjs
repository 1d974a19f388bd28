/** Decides what is begun, what waits for a moment, and what is shed, as shared/admission/gate.py does. */
import { AdaptiveLimit } from './limit.mjs';
import { allowance, Priority } from './priority.mjs';

/** How long work waits before it is shed: a caller is to know within a tenth of a second. */
export const MAX_WAIT_SECONDS = 0.05;

/** As much as this part of the limit may wait. */
const LINE_PART = 0.5;

/** Admits work by priority, within a limit that finds itself. `clock` gives a time in seconds. */
export class Gate {
  #clock;
  #limit;
  #inProgress = 0;
  #waiting = Object.values(Priority).map(() => []);

  constructor(clock) {
    this.#clock = clock;
    this.#limit = new AdaptiveLimit(clock());
  }

  /** The limit that was found. */
  get limit() {
    return this.#limit.found;
  }

  get inProgress() {
    return this.#inProgress;
  }

  get waiting() {
    return this.#waiting.reduce((sum, line) => sum + line.length, 0);
  }

  /** Whether work of this priority would be begun at once. */
  hasRoom(priority) {
    return this.#inProgress + 1 <= allowance(priority, this.#limit.current);
  }

  /** A slot for this work if it can begin at once. Its `kind` is set when the work was done as usual. */
  enter(priority) {
    return this.hasRoom(priority) ? this.#begin() : undefined;
  }

  /**
   * Lets the work, with its `priority`, wait, or sheds it when too much waits already. Its `decide` is
   * called once: with a slot, or with undefined to shed it.
   */
  lineUp(work) {
    if (this.waiting < this.#limit.found * LINE_PART) {
      this.#waiting[work.priority].push(work);
      return;
    }
    const least = this.#waiting.findLastIndex((line) => line.length > 0);
    if (least <= work.priority) {
      work.decide(undefined);
      return;
    }
    this.#waiting[work.priority].push(work);
    this.#waiting[least].pop().decide(undefined);
  }

  /** Sheds the work if it still waits. */
  giveUp(work) {
    const line = this.#waiting[work.priority];
    const place = line.indexOf(work);
    if (place === -1) return;
    line.splice(place, 1);
    work.decide(undefined);
  }

  /** Gives the slot back: the work is done. */
  leave({ began, beside, kind }) {
    this.#inProgress -= 1;
    if (kind !== undefined) {
      const now = this.#clock();
      this.#limit.record(kind, now - began, beside, now);
    }
    this.#admitWaiting();
  }

  #begin() {
    this.#inProgress += 1;
    return { began: this.#clock(), beside: this.#inProgress, kind: undefined };
  }

  #admitWaiting() {
    for (const [priority, line] of this.#waiting.entries()) {
      while (line.length > 0 && this.hasRoom(priority)) line.shift().decide(this.#begin());
    }
  }
}
