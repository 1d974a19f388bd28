/** Tells operators when shedding begins and when it has ended; never about a single request. */
import { log } from '../logging.mjs';
import { nameOf } from './priority.mjs';

const QUIET_SECONDS = 5;

export class SheddingLog {
  #clock;
  #shed = {};
  #began = 0;
  #last = 0;
  #timer;

  constructor(clock) {
    this.#clock = clock;
  }

  /** Counts one piece of work that is shed. */
  count(priority, limit) {
    this.#last = this.#clock();
    const name = nameOf(priority);
    this.#shed[name] = (this.#shed[name] ?? 0) + 1;
    if (this.#timer) return;
    this.#began = this.#last;
    log('warn', 'shedding_began', { limit: Math.round(limit()) });
    this.#timer = setInterval(() => this.#look(limit), QUIET_SECONDS * 1000).unref();
  }

  #look(limit) {
    if (this.#clock() - this.#last < QUIET_SECONDS) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    const seconds = Math.round((this.#last - this.#began) * 10) / 10;
    log('warn', 'shedding_ended', { limit: Math.round(limit()), seconds, shed: this.#shed });
    this.#shed = {};
  }
}
