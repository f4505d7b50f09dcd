import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageSteps, type Step } from './page-steps.js';

/** A page whose commands people type. */
export interface Page {
  /** On this machine. */
  readonly file: string;
  /** From the root of the tree. */
  readonly path: string;
  readonly steps: readonly Step[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The pages that lead into the tree. */
export const readmes: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  'examples/README.md',
  ...['shared', 'jenkins-bridge', 'argo-updater'].map((name) => `packages/${name}/README.md`),
].map(readPage);

/** The pages of docs/guides. */
export const guides: readonly Page[] = readdirSync(join(root, 'docs/guides'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => readPage(`docs/guides/${name}`));

function readPage(path: string): Page {
  const file = join(root, path);
  return { file, path, steps: pageSteps(readFileSync(file, 'utf8')) };
}
