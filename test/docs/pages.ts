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

const aboutPipelines = ['first-pipeline', 'images', 'jenkins', 'lab', 'multi-arch', 'run-locally', 'shared-library'];
const isAboutPipelines = ({ path }: Page): boolean => aboutPipelines.some((name) => path.endsWith(`/${name}.md`));

/** The pages of docs/guides. */
export const guides: readonly Page[] = readdirSync(join(root, 'docs/guides'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => readPage(`docs/guides/${name}`));

/** Those that are about pipelines and images. */
export const pipelineGuides: readonly Page[] = guides.filter(isAboutPipelines);

/** Those that are about deliveries, and all others. */
export const deliveryGuides: readonly Page[] = guides.filter((page) => !isAboutPipelines(page));

function readPage(path: string): Page {
  const file = join(root, path);
  return { file, path, steps: pageSteps(readFileSync(file, 'utf8')) };
}
