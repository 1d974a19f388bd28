/** The secrets by which the subgraphs know the router. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { log } from './logging.mjs';

/** The header that carries a subgraph's secret; `router.yaml` has the same. */
export const ROUTER_SECRET = 'x-router-secret';

/** Subgraphs still accept the previous secret for longer than this after a rotation. */
const READ_EVERY_SECONDS = 2;

/** One secret for each subgraph, from a file of its name in the folder. */
export class RouterSecrets {
  #folder;
  #secrets;

  /** Throws when a file cannot be read. */
  constructor(folder, subgraphs) {
    this.#folder = folder;
    const read = (name) => [name, readFileSync(join(folder, name), 'utf8').trim()];
    this.#secrets = Object.fromEntries(subgraphs.map(read));
  }

  /** The secret of each subgraph by its name. */
  get bySubgraph() {
    return this.#secrets;
  }

  /** Reads the files again and again, so that a rotation needs no restart. */
  follow() {
    setInterval(() => this.#readAgain(), READ_EVERY_SECONDS * 1000).unref();
  }

  async #readAgain() {
    const read = async (name) => [name, (await readFile(join(this.#folder, name), 'utf8')).trim()];
    try {
      this.#secrets = Object.fromEntries(await Promise.all(Object.keys(this.#secrets).map(read)));
    } catch (error) {
      log('warn', 'router_secrets_kept', { reason: error.message });
    }
  }
}
