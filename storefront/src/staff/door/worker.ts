/** The door's service worker: it opens this one page without a connection, and answers nothing else. */

/** The files that the page is made of; the build writes them here. */
declare const DOOR_FILES: string[];

interface Extended extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}
interface Fetching extends Extended {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}
interface Worker {
  location: Location;
  skipWaiting: () => Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extended) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
}

const worker = self as unknown as Worker;
const PAGE = '/staff/door';
const PREFIX = 'door ';
const files = new Set(DOOR_FILES);
const NAME = `${PREFIX}${DOOR_FILES.join()}`;

worker.addEventListener('install', (event) => {
  const kept = caches.open(NAME).then((cache) => cache.addAll([PAGE, ...DOOR_FILES]));
  event.waitUntil(kept.then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  const isOld = (name: string): boolean => name.startsWith(PREFIX) && name !== NAME;
  const forget = async (): Promise<void> => {
    for (const name of await caches.keys()) if (isOld(name)) await caches.delete(name);
  };
  event.waitUntil(forget());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && pathname === PAGE) {
    // A newer page is better, where there is a connection.
    event.respondWith(fetch(request).catch(() => keptFile(PAGE)));
  } else if (files.has(pathname)) {
    event.respondWith(keptFile(pathname));
  }
});

async function keptFile(path: string): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(path)) ?? fetch(path);
}
