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
    "query Availability($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    edges {\n      node {\n        id\n        availableSeatCount\n      }\n    }\n  }\n}": typeof types.AvailabilityDocument,
    "query ComingSoon {\n  premieres(first: 30) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n  movies(filter: {status: COMING_SOON}, first: 50) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}": typeof types.ComingSoonDocument,
    "fragment MovieFacts on Movie {\n  id\n  title\n  originalTitle\n  posterUrl\n  runtimeMinutes\n  certification\n  genres\n  spokenLanguage\n}": typeof types.MovieFactsFragmentDoc,
    "query MovieSearch($filter: MovieFilter!) {\n  movies(filter: $filter, first: 50) {\n    totalCount\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}": typeof types.MovieSearchDocument,
    "query Places {\n  cities {\n    id\n    name\n    country\n    cinemas {\n      id\n      name\n      timezone\n    }\n  }\n}": typeof types.PlacesDocument,
    "query Programme($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    totalCount\n    edges {\n      node {\n        id\n        startsAt\n        endsAt\n        format\n        status\n        audioLanguage\n        subtitleLanguage\n        cinema {\n          id\n          name\n          timezone\n        }\n        movie {\n          ...MovieFacts\n        }\n      }\n    }\n  }\n}": typeof types.ProgrammeDocument,
    "mutation LogOut {\n  logout {\n    sessionId\n  }\n}": typeof types.LogOutDocument,
    "query Viewer {\n  me {\n    id\n    firstName\n    lastName\n    email\n    emailVerified\n    language\n    roles\n  }\n}": typeof types.ViewerDocument,
};
const documents: Documents = {
    "query Availability($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    edges {\n      node {\n        id\n        availableSeatCount\n      }\n    }\n  }\n}": types.AvailabilityDocument,
    "query ComingSoon {\n  premieres(first: 30) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n  movies(filter: {status: COMING_SOON}, first: 50) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}": types.ComingSoonDocument,
    "fragment MovieFacts on Movie {\n  id\n  title\n  originalTitle\n  posterUrl\n  runtimeMinutes\n  certification\n  genres\n  spokenLanguage\n}": types.MovieFactsFragmentDoc,
    "query MovieSearch($filter: MovieFilter!) {\n  movies(filter: $filter, first: 50) {\n    totalCount\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}": types.MovieSearchDocument,
    "query Places {\n  cities {\n    id\n    name\n    country\n    cinemas {\n      id\n      name\n      timezone\n    }\n  }\n}": types.PlacesDocument,
    "query Programme($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    totalCount\n    edges {\n      node {\n        id\n        startsAt\n        endsAt\n        format\n        status\n        audioLanguage\n        subtitleLanguage\n        cinema {\n          id\n          name\n          timezone\n        }\n        movie {\n          ...MovieFacts\n        }\n      }\n    }\n  }\n}": types.ProgrammeDocument,
    "mutation LogOut {\n  logout {\n    sessionId\n  }\n}": types.LogOutDocument,
    "query Viewer {\n  me {\n    id\n    firstName\n    lastName\n    email\n    emailVerified\n    language\n    roles\n  }\n}": types.ViewerDocument,
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
export function graphql(source: "query Availability($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    edges {\n      node {\n        id\n        availableSeatCount\n      }\n    }\n  }\n}"): (typeof documents)["query Availability($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    edges {\n      node {\n        id\n        availableSeatCount\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ComingSoon {\n  premieres(first: 30) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n  movies(filter: {status: COMING_SOON}, first: 50) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}"): (typeof documents)["query ComingSoon {\n  premieres(first: 30) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n  movies(filter: {status: COMING_SOON}, first: 50) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment MovieFacts on Movie {\n  id\n  title\n  originalTitle\n  posterUrl\n  runtimeMinutes\n  certification\n  genres\n  spokenLanguage\n}"): (typeof documents)["fragment MovieFacts on Movie {\n  id\n  title\n  originalTitle\n  posterUrl\n  runtimeMinutes\n  certification\n  genres\n  spokenLanguage\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MovieSearch($filter: MovieFilter!) {\n  movies(filter: $filter, first: 50) {\n    totalCount\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}"): (typeof documents)["query MovieSearch($filter: MovieFilter!) {\n  movies(filter: $filter, first: 50) {\n    totalCount\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Places {\n  cities {\n    id\n    name\n    country\n    cinemas {\n      id\n      name\n      timezone\n    }\n  }\n}"): (typeof documents)["query Places {\n  cities {\n    id\n    name\n    country\n    cinemas {\n      id\n      name\n      timezone\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Programme($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    totalCount\n    edges {\n      node {\n        id\n        startsAt\n        endsAt\n        format\n        status\n        audioLanguage\n        subtitleLanguage\n        cinema {\n          id\n          name\n          timezone\n        }\n        movie {\n          ...MovieFacts\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query Programme($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    totalCount\n    edges {\n      node {\n        id\n        startsAt\n        endsAt\n        format\n        status\n        audioLanguage\n        subtitleLanguage\n        cinema {\n          id\n          name\n          timezone\n        }\n        movie {\n          ...MovieFacts\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation LogOut {\n  logout {\n    sessionId\n  }\n}"): (typeof documents)["mutation LogOut {\n  logout {\n    sessionId\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Viewer {\n  me {\n    id\n    firstName\n    lastName\n    email\n    emailVerified\n    language\n    roles\n  }\n}"): (typeof documents)["query Viewer {\n  me {\n    id\n    firstName\n    lastName\n    email\n    emailVerified\n    language\n    roles\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;