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
  onResultProcess({ resultProcessor, acceptedMediaType, setResultProcessor }) {
    const isStream = resultProcessor === undefined || acceptedMediaType === 'text/event-stream';
    if (isStream) return;
    setResultProcessor((result, fetchAPI, mediaType) => {
      const response = resultProcessor(result, fetchAPI, mediaType);
      if (Number(response.headers.get('content-length')) <= MAX_ANSWER_BYTES) return response;
      refuse(currentRecord());
      return resultProcessor({ data: null, errors: [answerTooLarge()] }, fetchAPI, mediaType);
    }, acceptedMediaType);
  },
};

function refuse(record) {
  if (!record) return;
  record.errorCodes.push('ANSWER_TOO_LARGE');
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
