/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Accounts($search: String, $role: Role, $after: String) {\n  accounts(search: $search, role: $role, after: $after, first: 20) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        id\n        firstName\n        lastName\n        email\n        emailVerified\n        totpEnabled\n        roles\n        createdAt\n      }\n    }\n  }\n}": typeof types.AccountsDocument,
    "query AuditLog($accountId: ID, $action: AuditAction, $after: String) {\n  auditLog(accountId: $accountId, action: $action, after: $after, first: 20) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        id\n        at\n        action\n        accountId\n        actorId\n        ipAddress\n        details {\n          name\n          value\n        }\n      }\n    }\n  }\n}": typeof types.AuditLogDocument,
    "mutation RevokeAccountSessions($id: ID!) {\n  revokeAccountSessions(id: $id) {\n    __typename\n    ... on RevokeSessionsSuccess {\n      revokedCount\n    }\n  }\n}": typeof types.RevokeAccountSessionsDocument,
    "mutation SetAccountRoles($id: ID!, $roles: [Role!]!) {\n  setAccountRoles(id: $id, roles: $roles) {\n    __typename\n  }\n}": typeof types.SetAccountRolesDocument,
    "mutation CheckIn($input: CheckInTicketInput!) {\n  checkInTicket(input: $input) {\n    __typename\n    ... on TicketAccepted {\n      ticket {\n        id\n        seatId\n        category\n      }\n      booking {\n        showtime {\n          startsAt\n          movie {\n            title\n          }\n          cinema {\n            timezone\n          }\n          auditorium {\n            name\n          }\n        }\n      }\n    }\n    ... on TicketRejected {\n      reason: code\n      checkedInAt\n    }\n  }\n}": typeof types.CheckInDocument,
    "mutation MergeScan($input: MergeScanInput!) {\n  mergeScan(input: $input) {\n    __typename\n    ... on ScanMerged {\n      double {\n        first {\n          at\n          device\n        }\n        again {\n          at\n          device\n        }\n      }\n    }\n    ... on TicketRejected {\n      reason: code\n    }\n  }\n}": typeof types.MergeScanDocument,
    "query OfflineDoor {\n  offlineDoor {\n    keys {\n      id\n      publicKey\n    }\n    opensMinutes\n    longestStayMinutes\n  }\n}": typeof types.OfflineDoorDocument,
    "query Auditoriums($cinemaId: ID!) {\n  cinema(id: $cinemaId) {\n    auditoriums {\n      id\n      name\n      capacity\n      formats\n    }\n  }\n}": typeof types.AuditoriumsDocument,
    "query BoardDay($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    pageInfo {\n      hasNextPage\n    }\n    edges {\n      node {\n        ...BoardShowtime\n      }\n    }\n  }\n}\n\nfragment BoardShowtime on Showtime {\n  id\n  startsAt\n  endsAt\n  status\n  format\n  audioLanguage\n  subtitleLanguage\n  movie {\n    title\n  }\n  auditorium {\n    id\n  }\n}": typeof types.BoardDayDocument,
    "mutation MoveShowtime($input: MoveShowtimeInput!) {\n  moveShowtime(input: $input) {\n    __typename\n    ... on ScheduleConflict {\n      conflictsWith {\n        ...Conflicting\n      }\n    }\n    ... on InvalidInput {\n      fields {\n        ...Broken\n      }\n    }\n  }\n}\n\nfragment Conflicting on Showtime {\n  startsAt\n  endsAt\n  movie {\n    title\n  }\n}\n\nfragment Broken on FieldError {\n  path\n  code\n  message\n}": typeof types.MoveShowtimeDocument,
    "query ShowtimeSales($id: ID!) {\n  showtime(id: $id) {\n    sales {\n      capacity\n      seatsBooked\n      seatsHeld\n      bookingCount\n      refundIfCancelled {\n        amountMinor\n        currency\n      }\n    }\n  }\n}": typeof types.ShowtimeSalesDocument,
    "query TodayAtCinema($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 70) {\n    pageInfo {\n      hasNextPage\n    }\n    edges {\n      node {\n        id\n        startsAt\n        status\n        movie {\n          title\n        }\n        auditorium {\n          name\n        }\n        sales {\n          capacity\n          seatsBooked\n          seatsHeld\n          seatsAdmitted\n          takings {\n            amountMinor\n            currency\n          }\n        }\n      }\n    }\n  }\n}": typeof types.TodayAtCinemaDocument,
};
const documents: Documents = {
    "query Accounts($search: String, $role: Role, $after: String) {\n  accounts(search: $search, role: $role, after: $after, first: 20) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        id\n        firstName\n        lastName\n        email\n        emailVerified\n        totpEnabled\n        roles\n        createdAt\n      }\n    }\n  }\n}": types.AccountsDocument,
    "query AuditLog($accountId: ID, $action: AuditAction, $after: String) {\n  auditLog(accountId: $accountId, action: $action, after: $after, first: 20) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        id\n        at\n        action\n        accountId\n        actorId\n        ipAddress\n        details {\n          name\n          value\n        }\n      }\n    }\n  }\n}": types.AuditLogDocument,
    "mutation RevokeAccountSessions($id: ID!) {\n  revokeAccountSessions(id: $id) {\n    __typename\n    ... on RevokeSessionsSuccess {\n      revokedCount\n    }\n  }\n}": types.RevokeAccountSessionsDocument,
    "mutation SetAccountRoles($id: ID!, $roles: [Role!]!) {\n  setAccountRoles(id: $id, roles: $roles) {\n    __typename\n  }\n}": types.SetAccountRolesDocument,
    "mutation CheckIn($input: CheckInTicketInput!) {\n  checkInTicket(input: $input) {\n    __typename\n    ... on TicketAccepted {\n      ticket {\n        id\n        seatId\n        category\n      }\n      booking {\n        showtime {\n          startsAt\n          movie {\n            title\n          }\n          cinema {\n            timezone\n          }\n          auditorium {\n            name\n          }\n        }\n      }\n    }\n    ... on TicketRejected {\n      reason: code\n      checkedInAt\n    }\n  }\n}": types.CheckInDocument,
    "mutation MergeScan($input: MergeScanInput!) {\n  mergeScan(input: $input) {\n    __typename\n    ... on ScanMerged {\n      double {\n        first {\n          at\n          device\n        }\n        again {\n          at\n          device\n        }\n      }\n    }\n    ... on TicketRejected {\n      reason: code\n    }\n  }\n}": types.MergeScanDocument,
    "query OfflineDoor {\n  offlineDoor {\n    keys {\n      id\n      publicKey\n    }\n    opensMinutes\n    longestStayMinutes\n  }\n}": types.OfflineDoorDocument,
    "query Auditoriums($cinemaId: ID!) {\n  cinema(id: $cinemaId) {\n    auditoriums {\n      id\n      name\n      capacity\n      formats\n    }\n  }\n}": types.AuditoriumsDocument,
    "query BoardDay($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    pageInfo {\n      hasNextPage\n    }\n    edges {\n      node {\n        ...BoardShowtime\n      }\n    }\n  }\n}\n\nfragment BoardShowtime on Showtime {\n  id\n  startsAt\n  endsAt\n  status\n  format\n  audioLanguage\n  subtitleLanguage\n  movie {\n    title\n  }\n  auditorium {\n    id\n  }\n}": types.BoardDayDocument,
    "mutation MoveShowtime($input: MoveShowtimeInput!) {\n  moveShowtime(input: $input) {\n    __typename\n    ... on ScheduleConflict {\n      conflictsWith {\n        ...Conflicting\n      }\n    }\n    ... on InvalidInput {\n      fields {\n        ...Broken\n      }\n    }\n  }\n}\n\nfragment Conflicting on Showtime {\n  startsAt\n  endsAt\n  movie {\n    title\n  }\n}\n\nfragment Broken on FieldError {\n  path\n  code\n  message\n}": types.MoveShowtimeDocument,
    "query ShowtimeSales($id: ID!) {\n  showtime(id: $id) {\n    sales {\n      capacity\n      seatsBooked\n      seatsHeld\n      bookingCount\n      refundIfCancelled {\n        amountMinor\n        currency\n      }\n    }\n  }\n}": types.ShowtimeSalesDocument,
    "query TodayAtCinema($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 70) {\n    pageInfo {\n      hasNextPage\n    }\n    edges {\n      node {\n        id\n        startsAt\n        status\n        movie {\n          title\n        }\n        auditorium {\n          name\n        }\n        sales {\n          capacity\n          seatsBooked\n          seatsHeld\n          seatsAdmitted\n          takings {\n            amountMinor\n            currency\n          }\n        }\n      }\n    }\n  }\n}": types.TodayAtCinemaDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Accounts($search: String, $role: Role, $after: String) {\n  accounts(search: $search, role: $role, after: $after, first: 20) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        id\n        firstName\n        lastName\n        email\n        emailVerified\n        totpEnabled\n        roles\n        createdAt\n      }\n    }\n  }\n}"): (typeof documents)["query Accounts($search: String, $role: Role, $after: String) {\n  accounts(search: $search, role: $role, after: $after, first: 20) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        id\n        firstName\n        lastName\n        email\n        emailVerified\n        totpEnabled\n        roles\n        createdAt\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query AuditLog($accountId: ID, $action: AuditAction, $after: String) {\n  auditLog(accountId: $accountId, action: $action, after: $after, first: 20) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        id\n        at\n        action\n        accountId\n        actorId\n        ipAddress\n        details {\n          name\n          value\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query AuditLog($accountId: ID, $action: AuditAction, $after: String) {\n  auditLog(accountId: $accountId, action: $action, after: $after, first: 20) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        id\n        at\n        action\n        accountId\n        actorId\n        ipAddress\n        details {\n          name\n          value\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation RevokeAccountSessions($id: ID!) {\n  revokeAccountSessions(id: $id) {\n    __typename\n    ... on RevokeSessionsSuccess {\n      revokedCount\n    }\n  }\n}"): (typeof documents)["mutation RevokeAccountSessions($id: ID!) {\n  revokeAccountSessions(id: $id) {\n    __typename\n    ... on RevokeSessionsSuccess {\n      revokedCount\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SetAccountRoles($id: ID!, $roles: [Role!]!) {\n  setAccountRoles(id: $id, roles: $roles) {\n    __typename\n  }\n}"): (typeof documents)["mutation SetAccountRoles($id: ID!, $roles: [Role!]!) {\n  setAccountRoles(id: $id, roles: $roles) {\n    __typename\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CheckIn($input: CheckInTicketInput!) {\n  checkInTicket(input: $input) {\n    __typename\n    ... on TicketAccepted {\n      ticket {\n        id\n        seatId\n        category\n      }\n      booking {\n        showtime {\n          startsAt\n          movie {\n            title\n          }\n          cinema {\n            timezone\n          }\n          auditorium {\n            name\n          }\n        }\n      }\n    }\n    ... on TicketRejected {\n      reason: code\n      checkedInAt\n    }\n  }\n}"): (typeof documents)["mutation CheckIn($input: CheckInTicketInput!) {\n  checkInTicket(input: $input) {\n    __typename\n    ... on TicketAccepted {\n      ticket {\n        id\n        seatId\n        category\n      }\n      booking {\n        showtime {\n          startsAt\n          movie {\n            title\n          }\n          cinema {\n            timezone\n          }\n          auditorium {\n            name\n          }\n        }\n      }\n    }\n    ... on TicketRejected {\n      reason: code\n      checkedInAt\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation MergeScan($input: MergeScanInput!) {\n  mergeScan(input: $input) {\n    __typename\n    ... on ScanMerged {\n      double {\n        first {\n          at\n          device\n        }\n        again {\n          at\n          device\n        }\n      }\n    }\n    ... on TicketRejected {\n      reason: code\n    }\n  }\n}"): (typeof documents)["mutation MergeScan($input: MergeScanInput!) {\n  mergeScan(input: $input) {\n    __typename\n    ... on ScanMerged {\n      double {\n        first {\n          at\n          device\n        }\n        again {\n          at\n          device\n        }\n      }\n    }\n    ... on TicketRejected {\n      reason: code\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OfflineDoor {\n  offlineDoor {\n    keys {\n      id\n      publicKey\n    }\n    opensMinutes\n    longestStayMinutes\n  }\n}"): (typeof documents)["query OfflineDoor {\n  offlineDoor {\n    keys {\n      id\n      publicKey\n    }\n    opensMinutes\n    longestStayMinutes\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Auditoriums($cinemaId: ID!) {\n  cinema(id: $cinemaId) {\n    auditoriums {\n      id\n      name\n      capacity\n      formats\n    }\n  }\n}"): (typeof documents)["query Auditoriums($cinemaId: ID!) {\n  cinema(id: $cinemaId) {\n    auditoriums {\n      id\n      name\n      capacity\n      formats\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query BoardDay($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    pageInfo {\n      hasNextPage\n    }\n    edges {\n      node {\n        ...BoardShowtime\n      }\n    }\n  }\n}\n\nfragment BoardShowtime on Showtime {\n  id\n  startsAt\n  endsAt\n  status\n  format\n  audioLanguage\n  subtitleLanguage\n  movie {\n    title\n  }\n  auditorium {\n    id\n  }\n}"): (typeof documents)["query BoardDay($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    pageInfo {\n      hasNextPage\n    }\n    edges {\n      node {\n        ...BoardShowtime\n      }\n    }\n  }\n}\n\nfragment BoardShowtime on Showtime {\n  id\n  startsAt\n  endsAt\n  status\n  format\n  audioLanguage\n  subtitleLanguage\n  movie {\n    title\n  }\n  auditorium {\n    id\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation MoveShowtime($input: MoveShowtimeInput!) {\n  moveShowtime(input: $input) {\n    __typename\n    ... on ScheduleConflict {\n      conflictsWith {\n        ...Conflicting\n      }\n    }\n    ... on InvalidInput {\n      fields {\n        ...Broken\n      }\n    }\n  }\n}\n\nfragment Conflicting on Showtime {\n  startsAt\n  endsAt\n  movie {\n    title\n  }\n}\n\nfragment Broken on FieldError {\n  path\n  code\n  message\n}"): (typeof documents)["mutation MoveShowtime($input: MoveShowtimeInput!) {\n  moveShowtime(input: $input) {\n    __typename\n    ... on ScheduleConflict {\n      conflictsWith {\n        ...Conflicting\n      }\n    }\n    ... on InvalidInput {\n      fields {\n        ...Broken\n      }\n    }\n  }\n}\n\nfragment Conflicting on Showtime {\n  startsAt\n  endsAt\n  movie {\n    title\n  }\n}\n\nfragment Broken on FieldError {\n  path\n  code\n  message\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ShowtimeSales($id: ID!) {\n  showtime(id: $id) {\n    sales {\n      capacity\n      seatsBooked\n      seatsHeld\n      bookingCount\n      refundIfCancelled {\n        amountMinor\n        currency\n      }\n    }\n  }\n}"): (typeof documents)["query ShowtimeSales($id: ID!) {\n  showtime(id: $id) {\n    sales {\n      capacity\n      seatsBooked\n      seatsHeld\n      bookingCount\n      refundIfCancelled {\n        amountMinor\n        currency\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TodayAtCinema($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 70) {\n    pageInfo {\n      hasNextPage\n    }\n    edges {\n      node {\n        id\n        startsAt\n        status\n        movie {\n          title\n        }\n        auditorium {\n          name\n        }\n        sales {\n          capacity\n          seatsBooked\n          seatsHeld\n          seatsAdmitted\n          takings {\n            amountMinor\n            currency\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query TodayAtCinema($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 70) {\n    pageInfo {\n      hasNextPage\n    }\n    edges {\n      node {\n        id\n        startsAt\n        status\n        movie {\n          title\n        }\n        auditorium {\n          name\n        }\n        sales {\n          capacity\n          seatsBooked\n          seatsHeld\n          seatsAdmitted\n          takings {\n            amountMinor\n            currency\n          }\n        }\n      }\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;