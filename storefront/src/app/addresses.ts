/** The address of each page; the router serves the application at these, and at no others. */
export const addresses = {
  programme: '/',
  comingSoon: '/coming-soon',
  movie: '/movies/:id',
  seats: '/showtimes/:id',
  checkout: '/checkout/:holdId',
  logIn: '/log-in',
  register: '/register',
  forgottenPassword: '/forgotten-password',
  resetPassword: '/reset-password',
  verifyEmail: '/verify-email',
  account: '/account',
  profile: '/account/profile',
  security: '/account/security',
  sessions: '/account/sessions',
  myData: '/account/data',
  booking: '/account/bookings/:id',
  door: '/staff/door',
  today: '/staff/today',
  planning: '/staff/planning',
  accounts: '/staff/accounts',
  audit: '/staff/audit',
} as const;

type Names<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The address of one page, such as `addressOf('movie', { id })`. */
export function addressOf<Page extends keyof typeof addresses>(
  page: Page,
  parameters: Record<Names<(typeof addresses)[Page]>, string>,
): string {
  return addresses[page].replace(/:(\w+)/g, (_, name: keyof typeof parameters) =>
    encodeURIComponent(parameters[name]),
  );
}

/** The login's address, with the page to come back to. */
export function logInAndBack(path: string): string {
  return `${addresses.logIn}?next=${encodeURIComponent(path)}`;
}
