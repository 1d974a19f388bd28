const KEPT = 'city';

/** The city that was last chosen on this device. */
export function keptCity(): string | null {
  return localStorage.getItem(KEPT);
}

export function keepCity(id: string): void {
  localStorage.setItem(KEPT, id);
}
