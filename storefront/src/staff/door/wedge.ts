/** Scanners that type: a line faster than any hand, and Enter at its end. */

export interface Typed {
  text: string;
  /** When its last key was pressed, in milliseconds. */
  at: number;
}

const LONGEST_GAP = 100;
/** A hand may hit a few keys so fast; no code is so short. */
const SHORTEST_LINE = 12;

/** Adds a key; `line` is what a scanner has typed, once it has ended it. */
export function typed(before: Typed, key: string, at: number): { state: Typed; line?: string } {
  const text = at - before.at <= LONGEST_GAP ? before.text : '';
  if (key === 'Enter') return { state: { text: '', at }, ...(text.length >= SHORTEST_LINE && { line: text }) };
  return { state: { text: key.length === 1 ? text + key : text, at } };
}
