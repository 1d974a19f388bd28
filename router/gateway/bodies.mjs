/** Reads the body of a request of Node's, before anything else is done for it. */
import { MAX_BODY_BYTES } from './limits.mjs';

/**
 * Returns the body; undefined for a request without one, and for one whose head says already that it
 * is too large. Of another that is too large, only as much is read as tells that. Throws when the
 * client leaves before its end.
 */
export function readBody(request) {
  if (request.method !== 'POST' || Number(request.headers['content-length']) > MAX_BODY_BYTES) return undefined;
  // By events: an asynchronous iterator takes longer than all that is done for a short body.
  return new Promise((resolve, reject) => {
    const chunks = [];
    let size = 0;
    const end = () => {
      request.off('data', read).off('end', end).off('close', leave).off('error', leave);
      resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    };
    const leave = () => reject(new Error('The client left before the end of the body.'));
    const read = (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) return;
      request.pause();
      end();
    };
    request.on('data', read).once('end', end).once('close', leave).once('error', leave);
  });
}
