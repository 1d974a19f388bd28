/** Reads the body of a request of Node's, before anything else is done for it. */
import { Readable } from 'node:stream';
import { MAX_BODY_BYTES } from './limits.mjs';

/**
 * Returns the body; the runtime finds it, too. Of one that is too large, only as much is read as tells
 * that: the runtime refuses it. Throws when the client leaves before its end.
 */
export async function readBody(request) {
  if (request.method !== 'POST' || Number(request.headers['content-length']) > MAX_BODY_BYTES) return undefined;
  const chunks = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) break;
  }
  const body = Buffer.concat(chunks);
  request.body = Readable.from([body]);
  return body;
}
