/** Plugins that keep out of the pages what they do not need of their operations. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ALONE = /^(.*\/gql\/graphql\.ts)\?(\w+)$/;
const IMPORT = /import \{([^}]*)\} from '([./]*\/gql\/graphql)';/g;
const DOCUMENT = /\b\w+Document\b/g;

/**
 * Makes each generated document a module of its own. As one module, the first page would carry the
 * ids of all operations: about 40 bytes each, as hashes do not compress.
 */
export function documentsApart(): Plugin {
  return {
    name: 'documents-apart',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source) => (ALONE.test(source) ? source : null),
    load(id) {
      const [, file, name] = ALONE.exec(id) ?? [];
      if (!file || !name) return null;
      const [line] = new RegExp(`^export const ${name} = .*$`, 'm').exec(readFileSync(file, 'utf8')) ?? [];
      if (!line) this.error(`${file} has no ${name}.`);
      return { code: line.replace(/ as unknown as .*;$/, ';'), moduleType: 'js', moduleSideEffects: false };
    },
    transform(code, id) {
      if (!/\/src\/.*\.tsx?$/.test(id)) return null;
      return code.replace(IMPORT, (_, names: string, path: string) => {
        const file = resolve(dirname(id), `${path}.ts`);
        const apart = (names.match(DOCUMENT) ?? []).map((name) => `import { ${name} } from '${file}?${name}';`);
        return apart.join(' ');
      });
    },
  };
}

const LIBRARY = '@0no-co/graphql.web';
const WITHOUT_PARSER = fileURLToPath(new URL('../src/api/withoutParser.ts', import.meta.url));

/** Gives urql its GraphQL library without the parser and the printer. */
export function withoutParser(): Plugin {
  return {
    name: 'without-parser',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source, importer) => (source === LIBRARY && importer !== WITHOUT_PARSER ? WITHOUT_PARSER : null),
  };
}
