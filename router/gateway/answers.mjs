/** The largest answer that the router sends. */
import { GraphQLError } from 'graphql';
import { currentRecord } from './requests.mjs';

/** A subgraph sends no larger one either. */
export const MAX_ANSWER_BYTES = 2_000_000;

/**
 * Plugin: refuses to send an answer that is too large. Its operation has run, so the refusal has
 * `data`: without it, it would say that nothing was changed.
 */
export const limitAnswers = {
  onResponse({ response: { headers, status }, setResponse, fetchAPI }) {
    if (!(Number(headers.get('content-length')) > MAX_ANSWER_BYTES)) return;
    refuse(currentRecord());
    const kept = [...headers].filter(([name]) => !/^content-length$/i.test(name));
    const body = JSON.stringify({ data: null, errors: [answerTooLarge()] });
    setResponse(new fetchAPI.Response(body, { status, headers: new fetchAPI.Headers(kept) }));
  },
};

function refuse(record) {
  if (!record) return;
  record.errorCodes.push('ANSWER_TOO_LARGE');
  // No cache keeps it.
  record.isComplete = false;
}

function answerTooLarge() {
  const message =
    `The answer is larger than ${MAX_ANSWER_BYTES} bytes. Ask for fewer rows or fields. ` +
    'What a mutation changed stays changed.';
  return new GraphQLError(message, {
    extensions: { code: 'ANSWER_TOO_LARGE', limit: MAX_ANSWER_BYTES },
  });
}
