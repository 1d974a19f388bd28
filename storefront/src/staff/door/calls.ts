/** What the door asks the cinema, each with an end to its patience: a guest stands and waits. */
import { useCallback } from 'react';
import { type Outcome, useCommand } from '../../api/hooks';
import { CheckInDocument, type CheckInMutation } from '../gql/graphql';

export type CheckInAnswer = CheckInMutation['checkInTicket'];
export type CheckIn = (code: string, key: string) => Promise<Outcome<CheckInAnswer>>;

/** How long a guest waits for an answer before the device decides by itself, in milliseconds. */
const PATIENCE = 5_000;

export function useCheckIn(): CheckIn {
  const [send] = useCommand(CheckInDocument);
  return useCallback(
    async (code, key) => {
      const answered = send({ input: { code, idempotencyKey: key } }).then(
        ({ data, failure }): Outcome<CheckInAnswer> => (data ? { data: data.checkInTicket } : { failure }),
      );
      const tooLate = new Promise<Outcome<CheckInAnswer>>((resolve) => {
        setTimeout(resolve, PATIENCE, { failure: 'unavailable' });
      });
      return Promise.race([answered, tooLate]);
    },
    [send],
  );
}
