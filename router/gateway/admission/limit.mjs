/**
 * The limit on what is worked on at once; it finds itself, by the gradient of latency. The rules are
 * those of shared/admission/limit.py, where they are explained.
 */

export const INITIAL_LIMIT = 20;
const SMALLEST_LIMIT = 4;
const LARGEST_LIMIT = 1_000;
const WINDOW_SECONDS = 0.5;
const ENOUGH_SAMPLES = 10;
const TOLERANCE = 1.7;
const GROWTH = 0.5;
const SMOOTHING = 0.3;
const QUIET_PART = 0.25;
const BUSY_PART = 0.5;
const PROBE_EVERY = 20;
const LONGEST_PROBE_SECONDS = 2;
const SMALLEST_STEP = 0.02;
const SHORTEST = 1e-6;

/** How much to work on at once, from how long each piece of work took. Times are in seconds. */
export class AdaptiveLimit {
  #limit = INITIAL_LIMIT;
  /** The median latency of each kind without a queue, and of how many samples. */
  #usual = new Map();
  #windowBegan;
  #quietSamples = 0;
  #busySamples = [];
  #busyWindows = 0;
  #isProbing = false;

  constructor(now) {
    this.#windowBegan = now;
  }

  /** What may be worked on now. */
  get current() {
    return this.#isProbing ? Math.max(1, this.#limit * QUIET_PART) : this.#limit;
  }

  /** The limit that was found, also while less is admitted to measure. */
  get found() {
    return this.#limit;
  }

  /** Learns that work of this kind took so long; `beside` was worked on when it began, itself included. */
  record(kind, seconds, beside, now) {
    let usual = this.#usual.get(kind);
    if (!usual) this.#usual.set(kind, (usual = { seconds: Math.max(seconds, SHORTEST), samples: 1 }));
    if (beside <= Math.max(1, this.#limit * QUIET_PART)) {
      learn(usual, seconds);
      this.#quietSamples += 1;
    } else if (beside >= this.#limit * BUSY_PART) {
      this.#busySamples.push({ usual, ratio: seconds / usual.seconds });
    }
    const elapsed = now - this.#windowBegan;
    if (elapsed >= WINDOW_SECONDS) this.#look(elapsed, now);
  }

  #look(elapsed, now) {
    const wasQuiet = this.#quietSamples >= ENOUGH_SAMPLES;
    if (this.#isProbing) {
      if (!wasQuiet && elapsed < LONGEST_PROBE_SECONDS) return;
      this.#busySamples = [];
    } else if (this.#busySamples.length >= ENOUGH_SAMPLES) {
      this.#adapt();
      this.#busySamples = [];
      this.#busyWindows += 1;
    } else if (!wasQuiet) {
      return;
    }
    if (wasQuiet || this.#isProbing) this.#busyWindows = 0;
    this.#isProbing = this.#busyWindows >= PROBE_EVERY;
    this.#quietSamples = 0;
    this.#windowBegan = now;
  }

  #adapt() {
    const ratio = median(this.#busySamples.map((sample) => sample.ratio));
    if (ratio < 1) {
      const seen = new Set(this.#busySamples.map((sample) => sample.usual));
      for (const usual of seen) usual.seconds *= Math.max(ratio, 0.5);
    }
    const gradient = Math.min(1, Math.max(0.5, TOLERANCE / ratio));
    const target = this.#limit * gradient + GROWTH * Math.sqrt(this.#limit);
    const smoothed = this.#limit + (target - this.#limit) * SMOOTHING;
    this.#limit = Math.min(LARGEST_LIMIT, Math.max(SMALLEST_LIMIT, smoothed));
  }
}

function learn(usual, seconds) {
  usual.samples += 1;
  const step = Math.max(SMALLEST_STEP, 1 / usual.samples);
  usual.seconds *= seconds > usual.seconds ? 1 + step : 1 - step;
}

function median(values) {
  values.sort((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}
