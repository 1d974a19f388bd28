/** The cards of the sandbox provider: each shows one way in which a payment can go. */
export const CARDS = [
  'tok_visa',
  'tok_mastercard',
  'tok_declined',
  'tok_insufficient_funds',
  'tok_slow',
  'tok_response_lost',
  'tok_stuck',
] as const;

export type Card = (typeof CARDS)[number];
