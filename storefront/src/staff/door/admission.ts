/** One scan, from the code to yes or no: the cinema decides, or this device when nobody answers. */
import type { Failure } from '../../api/failures';
import type { TicketCategory } from '../gql/graphql';
import type { CheckIn, CheckInAnswer } from './calls';
import { parseCode, scannedCode } from './codes';
import { keepScan, keptDevice, keptRules, keptScans, type KeptScan } from './kept';
import { decide, type Refusal } from './offline';

/** What a person at the door sees; `at` is in milliseconds since the epoch. */
export interface Verdict {
  at: number;
  isYes: boolean;
  isDecidedHere: boolean;
  seatId?: string;
  category?: TicketCategory;
  /** The showtime's beginning, with the cinema's zone where it is known. */
  startsAt?: string;
  zone?: string;
  movie?: string;
  auditorium?: string;
  refusal?: Refusal;
  usedAt?: string;
  failure?: Failure;
}

/** After these, the device decides: the cinema did not say no. */
const UNANSWERED: Failure[] = ['offline', 'unavailable', 'busy'];

export async function admit(text: string, checkIn: CheckIn): Promise<Verdict> {
  const code = scannedCode(text);
  const now = Date.now();
  const before = keptScans().find((each) => each.code === code);
  if (before) return usedHere(before.seatId, before.at, now);
  if (!navigator.onLine) return admitOffline(code, now);
  const key = crypto.randomUUID();
  const { data, failure } = await checkIn(code, key);
  if (data) return fromCinema(data, code, now);
  if (UNANSWERED.includes(failure)) return admitOffline(code, now, key);
  return { at: now, isYes: false, isDecidedHere: false, failure };
}

function usedHere(seatId: string, at: number, now: number): Verdict {
  const usedAt = new Date(at).toISOString();
  return { at: now, isYes: false, isDecidedHere: true, seatId, refusal: 'TICKET_USED', usedAt };
}

async function admitOffline(code: string, now: number, triedAs?: string): Promise<Verdict> {
  const decision = await decide(code, keptRules(), now);
  if ('refusal' in decision) return { at: now, isYes: false, isDecidedHere: true, refusal: decision.refusal };
  const { ticketId, seatId, startsAt } = decision.claims;
  keepScan({ ticketId, seatId, code, at: now, device: keptDevice(), isMerged: false, ...(triedAs && { triedAs }) });
  return { at: now, isYes: true, isDecidedHere: true, seatId, startsAt: new Date(startsAt * 1000).toISOString() };
}

/** Keeps a scan that the cinema knows of: where the device cannot, yes stays yes. */
function note(scan: KeptScan): void {
  try {
    keepScan(scan);
  } catch {
    // Without a connection the cinema tells this double when scans are merged.
  }
}

function fromCinema(answer: CheckInAnswer, code: string, now: number): Verdict {
  const said = { at: now, isDecidedHere: false };
  if (answer.__typename === 'TicketAccepted') {
    const { id: ticketId, seatId, category } = answer.ticket;
    const { startsAt, movie, cinema, auditorium } = answer.booking.showtime;
    note({ ticketId, seatId, code, at: now, device: keptDevice(), isMerged: true });
    const shown = { startsAt, zone: cinema.timezone, movie: movie.title, auditorium: auditorium.name };
    return { ...said, isYes: true, seatId, category, ...shown };
  }
  if (answer.__typename === 'IdempotencyConflict') return { ...said, isYes: false, failure: 'wrong' };
  const seatId = parseCode(code)?.claims.seatId;
  return {
    ...said,
    isYes: false,
    refusal: answer.reason as Refusal,
    ...(seatId && { seatId }),
    ...(answer.checkedInAt && { usedAt: answer.checkedInAt }),
  };
}
