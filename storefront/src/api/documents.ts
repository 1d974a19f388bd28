import type { TypedDocumentNode } from '@urql/core';

const known = new WeakMap<object, object>();

/**
 * The document as urql sends it: by its id alone. The code generator leaves the id where urql does
 * not look for it.
 */
export function byId<Data, Variables>(
  generated: TypedDocumentNode<Data, Variables>,
): TypedDocumentNode<Data, Variables> {
  const { documentId } = (generated as unknown as { __meta__: { documentId: string } }).__meta__;
  const document = known.get(generated) ?? { kind: 'Document', definitions: [], documentId };
  known.set(generated, document);
  return document as TypedDocumentNode<Data, Variables>;
}
