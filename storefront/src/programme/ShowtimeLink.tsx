import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { addressOf } from '../app/addresses';
import type { ScreenFormat, ShowtimeStatus } from '../gql/graphql';
import { useText } from '../text/TextProvider';

interface Showtime {
  id: string;
  startsAt: string;
  format: ScreenFormat;
  status: ShowtimeStatus;
  audioLanguage: string;
  subtitleLanguage?: string | null;
}

interface Properties {
  showtime: Showtime;
  zone: string;
  /** How many seats are free; nothing while that is not known. */
  free: number | null | undefined;
  /** The present moment, in milliseconds. */
  now: number;
}

/** Fewer free seats than this are few. */
const FEW = 12;

/** A showtime to choose: its time in the cinema's zone, its format and sound, and whether seats are left. */
export function ShowtimeLink({ showtime, zone, free, now }: Properties): ReactNode {
  const { t, format } = useText();
  const hasBegun = new Date(showtime.startsAt).getTime() < now;
  const state =
    showtime.status === 'CANCELLED'
      ? t('showtime.cancelled')
      : hasBegun
        ? t('showtime.begun')
        : free === 0
          ? t('showtime.soldOut')
          : undefined;
  const sound = showtime.subtitleLanguage
    ? t('showtime.subtitled', {
        sound: format.language(showtime.audioLanguage),
        subtitles: format.language(showtime.subtitleLanguage),
      })
    : format.language(showtime.audioLanguage);
  const inside = (
    <>
      <span className="time-first">
        <strong>{format.time(showtime.startsAt, zone)}</strong>
        {showtime.format !== 'STANDARD_2D' && <span className="badge">{t(`format.${showtime.format}`)}</span>}
      </span>
      <span className="time-sound">{sound}</span>
      <span className="time-free">
        {state ?? (typeof free === 'number' && free < FEW ? t('showtime.few', { count: free }) : '\u00a0')}
      </span>
    </>
  );
  if (state) return <span className="time over">{inside}</span>;
  return (
    <Link className="time" href={addressOf('seats', { id: showtime.id })}>
      {inside}
    </Link>
  );
}
