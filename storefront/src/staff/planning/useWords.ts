/** Refusals and conflicts in words. */
import type { Failure } from '../../api/failures';
import type { BrokenFragment, ConflictingFragment } from '../gql/graphql';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import type { Problems } from './moves';

/** The rules whose words are ours; others are told in the API's. */
const RULES = [
  'ARCHIVED',
  'BEFORE_RELEASE',
  'BEGUN',
  'CANCELLED',
  'IN_THE_PAST',
  'MISSING_PRICE',
  'MIXED_CURRENCIES',
  'NOT_IN_AUDITORIUM',
  'NOT_OF_MOVIE',
  'TOO_FAR',
  'TOO_HIGH',
  'unknown_currency',
] as const;

type Refusal =
  | { __typename: 'ScheduleConflict'; conflictsWith: ConflictingFragment[] }
  | { __typename: 'InvalidInput'; fields: BrokenFragment[] }
  | { __typename: 'NotFound' | 'ShowtimeHasBookings' };

export interface Words {
  /** From when until when, such as "18:00 – 20:05". */
  times: (showtime: { startsAt: string; endsAt: string }) => string;
  time: (moment: number) => string;
  overlap: (conflicts: readonly ConflictingFragment[]) => string;
  ofProblems: (problems: Problems<ConflictingFragment>) => string;
  ofRule: (broken: { code: string; message?: string }) => string;
  ofRefusal: (refusal: Refusal) => string;
  ofFailure: (failure: Failure | undefined) => string;
}

/** What is said about showtimes of a cinema in this zone. */
export function useWords(zone: string): Words {
  const { own, t, format } = usePlanningText();
  const time = (moment: number): string => format.time(new Date(moment).toISOString(), zone);
  const times = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): string =>
    own('times', { from: format.time(startsAt, zone), until: format.time(endsAt, zone) });
  const overlap = (conflicts: readonly ConflictingFragment[]): string => {
    const list = conflicts.map((each) => `${each.movie.title} (${times(each)})`);
    return own('overlaps', { showtimes: format.list(list) });
  };
  const ofRule = ({ code, message = '' }: { code: string; message?: string }): string => {
    const rule = RULES.find((each) => each === code);
    return rule ? own(`rule.${rule}`) : own('rule.other', { message: message || code });
  };
  return {
    times,
    time,
    overlap,
    ofRule,
    ofProblems: ({ isPast, conflicts }) => (isPast ? own('rule.IN_THE_PAST') : overlap(conflicts)),
    ofRefusal: (refusal) => {
      switch (refusal.__typename) {
        case 'ScheduleConflict':
          return overlap(refusal.conflictsWith);
        case 'InvalidInput':
          return refusal.fields.map(ofRule).join(' ');
        default:
          return own(`refused.${refusal.__typename}`);
      }
    },
    ofFailure: (failure) => t(`failure.${failure ?? 'wrong'}`),
  };
}
