/** Serves the built storefront at its own addresses: files kept in memory, compressed when they were built. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { preferredEncoding } from './compression.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const PAGE = '/index.html';
/** The build puts a hash of the content into these names. */
const HASHED = 'assets/';

/** What every file may do, and above all the page: nothing that is not from this origin. */
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // QR symbols are part of the API's answers.
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * Reads the built files; returns a function that answers a request with one of them, and tells
 * whether it did. Throws an Error with the file's path when one cannot be read.
 */
export function storefront(folder) {
  const assets = readFiles(folder);
  const page = assets.get(PAGE);
  assets.delete(PAGE);
  const addresses = JSON.parse(readFileSync(join(folder, 'addresses.json'), 'utf8')).map(patternOf);

  return (request, response) => {
    const [path] = request.url.split('?', 1);
    const file = addresses.some((address) => address.test(path)) ? page : assets.get(path);
    if (file === undefined || !['GET', 'HEAD'].includes(request.method)) return false;
    send(file, request, response);
    return true;
  };
}

function send({ type, etag, bodies, isHashed }, request, response) {
  const wanted = preferredEncoding(request.headers['accept-encoding'] ?? '');
  const encoding = bodies[wanted] && wanted;
  const headers = {
    ...HEADERS,
    'content-type': type,
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag,
    ...(encoding && { 'content-encoding': encoding }),
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = bodies[encoding ?? 'identity'];
  response.writeHead(200, { ...headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The files of a type that pages load, by the path that they are asked for with. */
function readFiles(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => extname(name) in TYPES);
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.map((name) => [`/${name.replaceAll(sep, '/')}`, readFile(folder, name)]));
}

function readFile(folder, name) {
  const file = join(folder, name);
  const identity = readFileSync(file);
  const compressed = { br: `${file}.br`, gzip: `${file}.gz` };
  const kept = Object.entries(compressed).filter(([, copy]) => existsSync(copy));
  return {
    type: TYPES[extname(file)],
    etag: `W/"${createHash('sha256').update(identity).digest('base64url')}"`,
    bodies: { identity, ...Object.fromEntries(kept.map(([encoding, copy]) => [encoding, readFileSync(copy)])) },
    isHashed: name.startsWith(HASHED),
  };
}

/** An address of the application, such as `/movies/:id`, as what it matches. */
function patternOf(address) {
  return new RegExp(`^${address.replace(/:\w+/g, '[^/]+')}$`);
}
