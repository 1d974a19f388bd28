import type { Dispatch, ReactNode, SetStateAction } from 'react';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import type { Cinema } from '../CinemaChoice';
import type { Auditorium } from './Board';
import { CancelForm } from './CancelForm';
import { CopyWeekForm } from './CopyWeekForm';
import { Modal } from './Modal';
import { ScheduleForm } from './ScheduleForm';
import { ShowtimeDetails } from './ShowtimeDetails';
import type { Span } from './slots';
import type { BoardShowtime } from './useBoardDay';
import type { Said } from './useMoving';
import type { Words } from './useWords';

/** What is open over the board. */
export type Open =
  | { kind: 'schedule'; span: Span }
  | { kind: 'showtime' | 'cancel'; showtime: BoardShowtime }
  | { kind: 'copy' };

interface Properties {
  open: Open;
  setOpen: Dispatch<SetStateAction<Open | undefined>>;
  cinema: Cinema;
  auditoriums: Auditorium[];
  auditorium: Auditorium;
  day: string;
  taken: readonly BoardShowtime[];
  now: number;
  words: Words;
  onDone: (said: Said) => void;
}

/** The one dialog that is open over the board. */
export function Dialogs({ open, setOpen, ...board }: Properties): ReactNode {
  const { own } = usePlanningText();
  const modal = (title: string, children: ReactNode): ReactNode => (
    <Modal
      key={open.kind}
      title={title}
      onClose={() => {
        // By now another one may be open, to which this one led.
        setOpen((latest) => (latest === open ? undefined : latest));
      }}
    >
      {children}
    </Modal>
  );
  switch (open.kind) {
    case 'schedule':
      return modal(
        own('schedule.title', { auditorium: board.auditorium.name }),
        <ScheduleForm {...board} span={open.span} />,
      );
    case 'showtime':
      return modal(
        open.showtime.movie.title,
        <ShowtimeDetails
          {...board}
          zone={board.cinema.timezone}
          showtime={open.showtime}
          onCancel={() => {
            setOpen({ kind: 'cancel', showtime: open.showtime });
          }}
        />,
      );
    case 'cancel':
      return modal(
        own('cancel.title', { movie: open.showtime.movie.title }),
        <CancelForm {...board} showtime={open.showtime} />,
      );
    case 'copy':
      return modal(own('copy'), <CopyWeekForm {...board} />);
  }
}
