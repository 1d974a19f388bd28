/**
 * What urql needs of its GraphQL library in the built pages (`build/documents.ts`): they send documents
 * by their ids, so there is no text to parse or print.
 */
export { GraphQLError, Kind } from '@0no-co/graphql.web';

export function parse(): never {
  throw new Error('Send a document by its id.');
}

export function print(): string {
  return '';
}
