import type { OptionSpec } from '@towline/shared/cli';
import { builderNames } from '../../core/image/image-builder.js';
import { cacheOption, registryOptions } from '../image/image-options.js';
import { limitOptions } from '../image/store-limits.js';

/** The options of `run`. */
export const runOptions: readonly OptionSpec[] = [
  {
    flag: 'file',
    short: 'f',
    value: 'path',
    path: true,
    meaning: 'the pipeline (default: towline.yaml); of --source, a path in the repository',
  },
  { flag: 'source', value: 'url', meaning: 'clone this repository and build it, instead of the current folder' },
  { flag: 'branch', value: 'name', meaning: 'the branch of --source (default: its default branch)' },
  {
    flag: 'git-auth',
    value: 'who',
    meaning:
      'who signs in to --source: USER:REFERENCE, or over SSH the reference to a private key, such as file:/home/ada/.ssh/id_ed25519',
  },
  { flag: 'known-hosts', value: 'file', path: true, meaning: 'keys of SSH servers (default: ~/.ssh/known_hosts)' },
  { flag: 'watch', meaning: 'look for new commits of --source again and again, and build the newest one' },
  { flag: 'interval', value: 'duration', meaning: 'with --watch: how long between two looks (default: 1m)' },
  { flag: 'once', meaning: 'with --watch: look once, and build the newest commit if its image is not published yet' },
  { flag: 'concurrency', value: 'number', meaning: 'with --watch: builds at once (default: 1)' },
  { flag: 'dry-run', meaning: 'say what would be done, and do nothing' },
  { flag: 'logs', value: 'folder', path: true, meaning: 'keep the output of each stage in a file of its own' },
  {
    flag: 'builder',
    value: 'name',
    choices: builderNames,
    meaning: 'who builds the images (default: the builder of the pipeline, or another one that can and is installed)',
  },
  { flag: 'parameter', short: 'p', value: 'NAME=VALUE', repeatable: true, meaning: 'a parameter of the pipeline' },
  {
    flag: 'credential',
    value: 'ID=REFERENCE',
    repeatable: true,
    meaning: 'what a credential of Jenkins is here: deploy-token=env:TOKEN, file:PATH, aws-sm://ID#field or ssm:NAME',
  },
  {
    flag: 'answer',
    value: 'STAGE=ANSWER',
    repeatable: true,
    meaning: 'proceed or abort, for the approval of this name (* for all)',
  },
  cacheOption,
  ...limitOptions,
  ...registryOptions,
];
