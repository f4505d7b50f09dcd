import type { BuildFacts } from './build-facts.js';

/** What may stand between braces in the template of a tag. */
export interface Placeholder {
  readonly meaning: string;
  /** What it is filled with looks like this. */
  readonly form: string;
  /** How many characters it takes at least. */
  readonly least: number;
  /** Whether it never stands for two commits or two builds, so that a tag with it stays where it is. */
  readonly fixed: boolean;
  /** Whether it is the beginning of the commit's id, so that the commit of a tag is known. */
  readonly commit: boolean;
  /** Whether it needs to be told of what: `{file:VERSION}`. */
  readonly argument?: string;
  /** Whether many builds have nothing to fill in: the tag is left out of them. */
  readonly optional?: true;
  /** What it is filled with; undefined where that is not known of the build. */
  fill(facts: BuildFacts, argument: string): string | undefined;
}

const anything = '[A-Za-z0-9_.-]+';

/** Every placeholder by its name. */
export const placeholders = Object.freeze({
  sha: {
    meaning: 'The id of the commit, in full.',
    form: '[0-9a-f]{40}(?:[0-9a-f]{24})?',
    least: 40,
    fixed: true,
    commit: true,
    fill: ({ sha }) => sha,
  },
  shortSha: {
    meaning: 'The first seven digits of the commit.',
    form: '[0-9a-f]{7}',
    least: 7,
    fixed: true,
    commit: true,
    fill: ({ sha }) => sha?.slice(0, 7),
  },
  sha8: {
    meaning: 'The first eight digits of the commit.',
    form: '[0-9a-f]{8}',
    least: 8,
    fixed: true,
    commit: true,
    fill: ({ sha }) => sha?.slice(0, 8),
  },
  timestamp: {
    meaning: 'When the build began, in seconds since 1970.',
    form: '\\d+',
    least: 10,
    fixed: true,
    commit: false,
    fill: ({ startedAt }) => (startedAt === undefined ? undefined : String(Math.floor(startedAt / 1000))),
  },
  date: {
    meaning: 'The day on which the build began, in UTC: 20261231. Builds of one day share it.',
    form: '\\d{8}',
    least: 8,
    fixed: false,
    commit: false,
    fill: ({ startedAt }) =>
      startedAt === undefined ? undefined : new Date(startedAt).toISOString().slice(0, 10).replaceAll('-', ''),
  },
  buildNumber: {
    meaning: 'The number of the build. It begins at 1 again where the job is made anew.',
    form: '\\d+',
    least: 1,
    fixed: true,
    commit: false,
    fill: ({ buildNumber }) => buildNumber?.toString(),
  },
  branch: {
    meaning: 'The branch, with `-` for what a tag cannot have.',
    form: anything,
    least: 1,
    fixed: false,
    commit: false,
    optional: true,
    fill: ({ branch }) => asTagPart(branch),
  },
  tag: {
    meaning: 'The Git tag that is built.',
    form: anything,
    least: 1,
    fixed: true,
    commit: false,
    optional: true,
    fill: ({ gitTag }) => asTagPart(gitTag),
  },
  describe: {
    meaning: 'What `git describe --tags --always` says: the last Git tag, how many commits ago, and the commit.',
    form: anything,
    least: 1,
    fixed: true,
    commit: false,
    fill: ({ describe }) => asTagPart(describe),
  },
  file: {
    meaning: 'The first line of a file of the repository.',
    form: anything,
    least: 1,
    fixed: false,
    commit: false,
    argument: 'path',
    fill: ({ files }, path) => asTagPart(ownValue(files, path)?.split(/\r?\n/, 1)[0]?.trim()),
  },
  env: {
    meaning: 'The value of an environment variable.',
    form: anything,
    least: 1,
    fixed: false,
    commit: false,
    argument: 'name',
    fill: ({ environment }, name) => asTagPart(ownValue(environment, name)),
  },
} satisfies Readonly<Record<string, Placeholder>>);

/** One of {@link placeholders}. */
export type PlaceholderName = keyof typeof placeholders;

/** Whether a word is the name of a placeholder. */
export function isPlaceholderName(word: string): word is PlaceholderName {
  return Object.hasOwn(placeholders, word);
}

/** A text with `-` for every run of characters that a tag cannot have; undefined where nothing is left. */
function asTagPart(text: string | undefined): string | undefined {
  const part = (text ?? '').replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[.-]+/, '');
  return part === '' ? undefined : part;
}

function ownValue(record: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
