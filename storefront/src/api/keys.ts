/**
 * Idempotency keys: one for each thing that somebody does, kept in the tab. A double click, a reload or
 * a second try after a lost answer repeats the call with its key, and it has its effect once.
 */
export function keyFor(deed: string): string {
  const kept = sessionStorage.getItem(`key:${deed}`);
  const key = kept ?? crypto.randomUUID();
  sessionStorage.setItem(`key:${deed}`, key);
  return key;
}

/** After an answer that ends the deed: to do the same again is something new. */
export function forgetKey(deed: string): void {
  sessionStorage.removeItem(`key:${deed}`);
}
