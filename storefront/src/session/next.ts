import { addresses } from '../app/addresses';

/** Where to go on after a login: a page of ours, as the address says, else the programme. */
export function nextPage(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '';
  const url = URL.canParse(next, location.origin) ? new URL(next, location.origin) : undefined;
  if (url?.origin !== location.origin || !next.startsWith('/')) return addresses.programme;
  return `${url.pathname}${url.search}`;
}
