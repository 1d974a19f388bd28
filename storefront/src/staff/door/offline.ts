/** A door that decides by itself: signature, time, and what this device has let in before. */
import { isSignedBy, parseCode, type Claims } from './codes';
import type { Rules } from './kept';

/** Why a guest is not let in; the API's own codes, and what only a device can say. */
export type Refusal =
  | 'NOT_A_TICKET'
  | 'KEY_NOT_TRUSTED'
  | 'FORGED'
  | 'UNKNOWN_TICKET'
  | 'TICKET_VOID'
  | 'TICKET_USED'
  | 'OTHER_SHOWING'
  | 'DOOR_NOT_OPEN'
  | 'SHOWING_OVER'
  | 'SHOWING_CANCELLED'
  | 'NO_KEYS'
  | 'NO_VERIFICATION';

export type Decision = { claims: Claims } | { refusal: Refusal };

const MINUTE = 60_000;

/** Decides on a code at a moment, in milliseconds since the epoch, without a connection. */
export async function decide(code: string, rules: Rules | undefined, now: number): Promise<Decision> {
  const signed = parseCode(code);
  if (!signed) return { refusal: 'NOT_A_TICKET' };
  if (!rules) return { refusal: 'NO_KEYS' };
  const { claims } = signed;
  const pem = rules.keys[claims.keyId];
  if (pem === undefined) return { refusal: 'KEY_NOT_TRUSTED' };
  try {
    if (!(await isSignedBy(signed, pem))) return { refusal: 'FORGED' };
  } catch {
    return { refusal: 'NO_VERIFICATION' };
  }
  const begins = claims.startsAt * 1000;
  if (now >= begins + rules.longestStayMinutes * MINUTE) return { refusal: 'SHOWING_OVER' };
  if (now < begins - rules.opensMinutes * MINUTE) return { refusal: 'DOOR_NOT_OPEN' };
  return { claims };
}
