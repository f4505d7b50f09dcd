import type { Program } from '@towline/shared/cli';
import { version } from '../version.js';
import { commandTable } from './command-table.js';

/** The program jenkins-bridge. */
export const program: Program = {
  name: 'jenkins-bridge',
  description: 'Generates and triggers Jenkins pipelines that push images to Amazon ECR.',
  version: version(),
  commands: commandTable,
  epilogue: `Every command takes --output json and --help, which has examples.
Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 3 nothing matched, 4 timed out, 11 UNSTABLE, 12 ABORTED, 13 NOT_BUILT.`,
};
