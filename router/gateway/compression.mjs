/** Compressed answers; never one that may hold a secret (docs/adr/0030). */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { isAnonymous, isPublic } from './caching.mjs';
import { currentRecord } from './requests.mjs';

/** Smaller answers fit into one packet as they are. */
export const SMALLEST_BYTES = 1_000;

/** Not the type of a stream; a 304 has none. */
const JSON_TYPE = /^application\/(graphql-response\+)?json/;
/** As fast as gzip, and smaller. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const COMPRESS = {
  br: (body) => promisify(brotliCompress)(body, BROTLI),
  gzip: promisify(gzip),
};

/** Plugin: compresses the answers to queries that are anonymous, or whose every part is public. */
export const compressAnswers = {
  async onResponse({ request, response, setResponse, fetchAPI }) {
    if (!mayBeCompressed(request)) return;
    response.headers.append('vary', 'accept-encoding');
    const encoding = preferredEncoding(request.headers.get('accept-encoding') ?? '');
    const isWhole = JSON_TYPE.test(response.headers.get('content-type'));
    if (encoding === undefined || !isWhole) return;
    const body = Buffer.from(await response.text());
    const isLarge = body.length >= SMALLEST_BYTES;
    const headers = new fetchAPI.Headers(
      [...response.headers].filter(([name]) => !/^content-length$/i.test(name)),
    );
    if (isLarge) headers.set('content-encoding', encoding);
    const answer = isLarge ? await COMPRESS[encoding](body) : body;
    setResponse(new fetchAPI.Response(answer, { status: response.status, headers }));
  },
};

/**
 * A secret in a compressed answer could be guessed from the answer's length. A query without
 * credentials knows none of a customer's, and neither does a public answer; a login's has a token.
 */
function mayBeCompressed(request) {
  const record = currentRecord();
  return record?.isQuery && (isAnonymous(request) || isPublic(record));
}

/** The encoding that the client ranks highest, Brotli among equals; undefined for none. */
export function preferredEncoding(acceptEncoding) {
  const ranked = new Map();
  for (const each of acceptEncoding.toLowerCase().split(',')) {
    const [name, ...parameters] = each.split(';').map((part) => part.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    ranked.set(name, quality ? Number(quality.slice(2)) : 1);
  }
  const quality = (name) => ranked.get(name) ?? ranked.get('*') ?? 0;
  const best = quality('gzip') > quality('br') ? 'gzip' : 'br';
  const isWanted = quality(best) > 0 && quality(best) >= (ranked.get('identity') ?? 0);
  return isWanted ? best : undefined;
}
