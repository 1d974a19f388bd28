/** What is shed last, and what first; shared/admission/priority.py has the same order and shares. */

/** Of two, the smaller number is admitted first. What is ALWAYS admitted continues what has begun. */
export const Priority = Object.freeze({ ALWAYS: 0, FIRST: 1, SECOND: 2, THIRD: 3, FOURTH: 4, LAST: 5 });

const SHARES = [Infinity, 1.0, 0.95, 0.9, 0.8, 0.7];

/** How much may be worked on for work of this priority to be begun, too. */
export function allowance(priority, limit) {
  return Math.max(1, limit * SHARES[priority]);
}

export function nameOf(priority) {
  return Object.keys(Priority)[priority];
}
