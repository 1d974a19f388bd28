import type { Role } from '../gql/graphql';

const INCLUDED: Record<Role, Role[]> = {
  CUSTOMER: ['CUSTOMER'],
  STAFF: ['CUSTOMER', 'STAFF'],
  ADMIN: ['CUSTOMER', 'STAFF', 'ADMIN'],
};

/** Tells whether one of the roles is, or includes, another. */
export function has(roles: Role[], role: Role): boolean {
  return roles.some((each) => INCLUDED[each].includes(role));
}
