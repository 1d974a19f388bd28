import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';
import { documentsApart, withoutParser } from './build/documents';
import { addresses } from './src/app/addresses';

const COMPRESSED = /\.(html|js|css|svg|webmanifest)$/;

/** Writes what the router needs to serve the pages: their addresses, and compressed copies of the files. */
function forTheRouter(): Plugin {
  return {
    name: 'for-the-router',
    apply: 'build',
    writeBundle({ dir }) {
      const folder = dir ?? '';
      writeFileSync(join(folder, 'addresses.json'), `${JSON.stringify(Object.values(addresses))}\n`);
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!COMPRESSED.test(file)) continue;
        const content = readFileSync(join(folder, file));
        writeFileSync(join(folder, `${file}.br`), brotliCompressSync(content));
        writeFileSync(join(folder, `${file}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}

/** Gzipped JavaScript that a phone may have to load before it shows the first page. */
const MAX_FIRST_BYTES = 90_000;

/** Fails the build when the first page needs more. */
function firstPageBudget(): Plugin {
  return {
    name: 'first-page-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const filesOf = (file: string): string[] => {
        const chunk = bundle[file];
        return chunk?.type === 'chunk' ? [file, ...chunk.imports.flatMap(filesOf)] : [];
      };
      const isPage = (each: Rolldown.OutputChunk): boolean => each.isEntry && each.name === 'index';
      const entries = Object.values(bundle).filter((each) => each.type === 'chunk' && isPage(each));
      const files = new Set(entries.flatMap(({ fileName }) => filesOf(fileName)));
      const bytes = [...files].reduce((sum, file) => {
        const chunk = bundle[file];
        return chunk?.type === 'chunk' ? sum + gzipSync(chunk.code, { level: 9 }).length : sum;
      }, 0);
      const told = `The first page loads ${bytes} bytes of gzipped JavaScript; at most ${MAX_FIRST_BYTES}.`;
      if (bytes > MAX_FIRST_BYTES) this.error(told);
      this.info(told);
    },
  };
}

/** Modules that the door's page loads, now or when somebody speaks another language. */
const OF_THE_DOOR = /src\/(main\.tsx|staff\/(StaffPages|door\/DoorPage)\.tsx|text\/(staff\/)?(en|es|ms|cn)\.ts)$|index\.html$/;

/** Tells the door's worker which files it keeps. */
function doorFiles(): Plugin {
  return {
    name: 'door-files',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = new Set<string>();
      const take = (file: string): void => {
        const chunk = bundle[file];
        if (chunk?.type !== 'chunk' || files.has(file)) return;
        files.add(file);
        for (const each of chunk.viteMetadata?.importedCss ?? []) files.add(each);
        chunk.imports.forEach(take);
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.moduleIds.some((id) => OF_THE_DOOR.test(id))) take(chunk.fileName);
        if (chunk.fileName.endsWith('.woff2')) files.add(chunk.fileName);
      }
      const worker = bundle[DOOR_WORKER];
      if (worker?.type !== 'chunk') this.error('The build has no worker for the door.');
      const paths = [...files].sort().map((file) => `/${file}`);
      worker.code = worker.code.replaceAll('DOOR_FILES', JSON.stringify(['/icon.svg', ...paths]));
    },
  };
}

const DOOR_WORKER = 'staff/door-worker.js';

export default defineConfig({
  plugins: [react(), documentsApart(), withoutParser(), doorFiles(), firstPageBudget(), forTheRouter()],
  build: {
    target: ['chrome125', 'edge125', 'firefox126', 'safari17.5'],
    // The policy allows no data: scripts, and a hashed file is kept by the browser.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', 'door-worker': 'src/staff/door/worker.ts' },
      // A worker's scope begins at its own address, so its name has no hash.
      output: { entryFileNames: ({ name }) => (name === 'door-worker' ? DOOR_WORKER : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/graphql', '/posters', '/bookings'].map((path) => [path, { target: 'http://localhost:4000', ws: true }]),
    ),
  },
});
