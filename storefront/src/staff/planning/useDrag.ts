import { useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import { dragged, type Fixed } from './moves';
import type { Span } from './slots';
import type { BoardShowtime } from './useBoardDay';
import type { Moving } from './useMoving';

/** How far a pointer goes before it drags and does not press, in pixels. */
const REACH = 4;

interface Properties {
  showtime: BoardShowtime;
  shown: Span;
  moving: Moving;
  fixed: Fixed | undefined;
  onFixed: (why: Fixed) => void;
}

interface Handlers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
  onClickCapture: (event: MouseEvent) => void;
}

/** Lets a pointer drag a showtime along the hours. A finger takes the grip: elsewhere it scrolls the page. */
export function useDrag({ showtime, shown, moving, fixed, onFixed }: Properties): { isDragged: boolean; handlers: Handlers } {
  const start = useRef<{ y: number; pixels: number }>(undefined);
  const wasDragged = useRef(false);
  const [isDragged, setDragged] = useState(false);

  const end = (): boolean => {
    start.current = undefined;
    setDragged(false);
    return wasDragged.current && !fixed;
  };
  return {
    isDragged,
    handlers: {
      onPointerDown: (event) => {
        wasDragged.current = false;
        const isOnGrip = event.target instanceof Element && event.target.closest('[data-grip]') !== null;
        if (event.button !== 0 || (event.pointerType === 'touch' && !isOnGrip)) return;
        const lane = event.currentTarget.closest('.timeline');
        if (!lane) return;
        start.current = { y: event.clientY, pixels: lane.getBoundingClientRect().height };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event) => {
        if (!start.current) return;
        const by = event.clientY - start.current.y;
        if (!wasDragged.current && Math.abs(by) < REACH) return;
        if (!wasDragged.current && fixed) onFixed(fixed);
        wasDragged.current = true;
        if (fixed) return;
        setDragged(true);
        moving.put(showtime, dragged(showtime, (by / start.current.pixels) * (shown.until - shown.from), shown));
      },
      onPointerUp: () => {
        if (end()) void moving.send();
      },
      onPointerCancel: () => {
        if (end()) moving.leave();
      },
      // What follows a drag is no press.
      onClickCapture: (event) => {
        if (wasDragged.current) event.stopPropagation();
        wasDragged.current = false;
      },
    },
  };
}
