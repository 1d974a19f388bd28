/** Serves GraphiQL as one page that contains all assets, with ready operations in its tabs. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isGraphQL } from './parsing.mjs';

const OPERATIONS = new URL('../graphiql/', import.meta.url);

/** Returns whether a browser asks for the page; a GraphQL client asks for JSON. */
export function wantsGraphiQL({ method, url, headers }) {
  const asksForPage = headers.accept?.includes('text/html') ?? false;
  return method === 'GET' && isGraphQL({ url }) && asksForPage;
}

/** The files of router/graphiql, a tab each, sorted by name. */
const readyOperations = readdirSync(OPERATIONS)
  .sort()
  .map((file) => ({ query: readFileSync(new URL(file, OPERATIONS), 'utf8') }));

let rendered;

/** Answers with the page, which the first request renders. */
export async function answerGraphiQL(request, response) {
  rendered ??= render();
  const { html, gzipped, etag, contentSecurityPolicy } = await rendered;
  response.setHeader('etag', etag);
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('vary', 'accept, accept-encoding');
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', contentSecurityPolicy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  if (request.headers['accept-encoding']?.includes('gzip')) {
    response.setHeader('content-encoding', 'gzip').end(gzipped);
  } else {
    response.end(html);
  }
}

async function render() {
  // Imported late, because its nine megabytes of source would delay the start.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Marquee',
    credentials: 'same-origin',
    defaultTabs: readyOperations,
    defaultEditorToolsVisibility: false,
    subscriptionsProtocol: 'WS',
  });
  const hash = (algorithm, text) => createHash(algorithm).update(text).digest('base64');
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
  return {
    html,
    gzipped: await promisify(gzip)(html),
    etag: `"${hash('sha256', html)}"`,
    contentSecurityPolicy: [
      "default-src 'none'",
      `script-src 'sha256-${hash('sha256', script)}'`,
      'worker-src blob:',
      "style-src 'unsafe-inline'",
      'font-src data:',
      'img-src data:',
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}
