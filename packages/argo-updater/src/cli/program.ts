import type { Program } from '@towline/shared/cli';
import { version } from '../version.js';
import { commandTable } from './command-table.js';

/** The program argo-updater. */
export const program: Program = {
  name: 'argo-updater',
  description: 'Writes new images into the manifest repository that Argo CD deploys.',
  version: version(),
  commands: commandTable,
  epilogue: `Every command takes --output json and --help, which has examples.
Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 3 nothing matched, 4 timed out, 10 the plan has changes.`,
};
