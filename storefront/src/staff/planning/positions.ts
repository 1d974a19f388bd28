import type { CSSProperties } from 'react';
import { MINUTE } from './clocks';
import type { Span } from './slots';

/** Where something is on the board, for its style: minutes from the top, and how many it takes. */
export function positionOf({ from, until }: Span, shown: Span): CSSProperties {
  return { '--at': (from - shown.from) / MINUTE, '--long': (until - from) / MINUTE } as CSSProperties;
}
