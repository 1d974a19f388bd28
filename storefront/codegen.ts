/** Types and ids of the operations in src/: `npm run generate`. */
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../router/api.graphql',
  generates: {
    'src/gql/': typesOf(['src/**/*.graphql', '!src/staff/**']),
    // Apart, so that the first page does not carry the ids of the staff's operations.
    'src/staff/gql/': typesOf(['src/staff/**/*.graphql']),
  },
};

function typesOf(documents: string[]): CodegenConfig['generates'][string] {
  return {
    documents,
    preset: 'client',
    presetConfig: {
      fragmentMasking: false,
      // The router knows the texts: the pages carry ids alone.
      persistedDocuments: { mode: 'replaceDocumentWithHash', hashPropertyName: 'documentId', hashAlgorithm: 'sha256' },
    },
    config: {
      useTypeImports: true,
      enumsAsTypes: true,
      skipTypename: true,
      defaultScalarType: 'never',
      scalars: { Date: 'string', DateTime: 'string' },
    },
  };
}

export default config;
