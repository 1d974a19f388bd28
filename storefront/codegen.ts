/** Types and ids of the operations in src/: `npm run generate`. */
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../router/api.graphql',
  documents: 'src/**/*.graphql',
  generates: {
    'src/gql/': {
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
    },
  },
};

export default config;
