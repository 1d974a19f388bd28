import './occupancy.css';
import type { ReactNode } from 'react';
import { useStaffText } from '../../text/staff/useStaffText';
import { shareOf } from './sums';

const LONG = 100;

/** A bar of the seats that are booked, and of those that are held, with the numbers in words. */
export function Occupancy({ booked, held, capacity }: { booked: number; held: number; capacity: number }): ReactNode {
  const { own, format } = useStaffText();
  const taken = shareOf(booked, capacity) * LONG;
  const kept = shareOf(held, capacity) * LONG;
  return (
    <div className="occupancy">
      <svg className="occupancy-bar" viewBox={`0 0 ${LONG} 1`} preserveAspectRatio="none" aria-hidden="true">
        <rect className="booked" width={taken} height="1" />
        <rect className="held" x={taken} width={kept} height="1" />
      </svg>
      <p>
        <strong>{format.percent(shareOf(booked, capacity))}</strong>{' '}
        <span className="muted">
          {own('today.booked', { booked, capacity })}
          {held > 0 && ` · ${own('today.held', { held })}`}
        </span>
      </p>
    </div>
  );
}
