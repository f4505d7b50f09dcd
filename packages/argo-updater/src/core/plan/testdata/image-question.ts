import { type Digest, formatPlatform, parseArgocdImage, parseDigest, parseGitSha, parseImageReference } from '@towline/shared/image';
import { type Candidate, indexHistory, type Policy, type SourceHistory } from '@towline/shared/policy';
import type { ImageFacts } from '@towline/shared/ports';
import { liveImages } from '../../application/images/live-images.js';
import type { ManagedImage } from '../../application/images/managed-image.js';
import type { PastValue } from '../../hold/past.js';
import type { Failure } from '../image-outcome.js';
import type { ImageQuestion } from '../image-question.js';
import type { Answer } from '../plan-input.js';

/** What a row of a table says of an image; all else is as usual. */
export interface Given {
  readonly image?: Partial<ManagedImage>;
  /** Semver where absent. */
  readonly order?: Policy['order'];
  readonly ignoreTags?: readonly string[];
  readonly tags?: readonly string[];
  /** In place of `tags`, where more is known of them. */
  readonly candidates?: readonly Candidate[];
  /** In place of candidates. */
  readonly listing?: Failure;
  /** The commits of main, the newest first. */
  readonly history?: readonly string[];
  readonly historyFailure?: Failure;
  readonly inspection?: ImageFacts | 'gone';
  /** What each place holds: a version of acme/web, or a whole reference. Nothing is there yet where absent. */
  readonly held?: readonly (string | undefined)[];
  /** What the status names; nothing is known of it where undefined. */
  readonly live?: readonly string[] | undefined;
  /** What its place held, the newest first, each with `!` where we wrote it: the first stands there now. */
  readonly past?: readonly string[];
  readonly compat?: boolean;
  readonly now?: number;
}

/** A digest of one repeated letter. */
export function digestOf(letter: string): Digest {
  const digest = parseDigest(`sha256:${letter.repeat(64)}`);
  if (digest === undefined) throw new Error(`${letter} is not hex`);
  return digest;
}

/** The image acme/web as `given` says. */
export function imageOf({ image, order = { kind: 'semver' }, ignoreTags, compat = false }: Given): ManagedImage {
  return {
    alias: 'web',
    label: 'web',
    reference: 'acme/web',
    name: 'acme/web',
    repository: { host: 'docker.io', path: 'acme/web' },
    constraint: '',
    digest: undefined,
    argocd: parseArgocdImage(`web=acme/web${order.kind === 'digest' ? `:${order.tag}` : ''}`),
    policy: {
      order,
      ignoreTags,
      platforms: image?.platforms?.map(formatPlatform),
      compat: compat ? 'argocd-image-updater' : undefined,
    },
    platforms: [],
    pullSecret: undefined,
    force: false,
    allowDowngrade: compat,
    pin: 'none',
    target: { kind: 'default' },
    verification: undefined,
    hold: [],
    holdUntil: undefined,
    holdReason: undefined,
    release: [],
    ...image,
  };
}

/** The question that `given` asks. */
export function question(given: Given): ImageQuestion {
  const { tags = [], compat = false, live, past = [], held = [], now = 0 } = given;
  const image = imageOf(given);
  const candidates = given.candidates ?? tags.map((tag) => ({ tag }));
  return {
    image,
    application: { compat, live: live && liveImages(live, [image], compat) },
    gathered: {
      listing: given.listing ? { kind: 'failed', failure: given.listing } : { kind: 'answer', value: candidates },
      history: historyOf(given),
      inspection: given.inspection && {
        kind: 'answer',
        value: given.inspection === 'gone' ? undefined : given.inspection,
      },
      past: past.length === 0 ? [] : [past.map(pastValue)],
    },
    held: held.map((text) => (text === undefined ? undefined : reference(text))),
    now,
  };
}

/** The branch main with these commits, the newest first. */
export function mainOf(commits: readonly string[]): SourceHistory {
  const shas = commits.flatMap((commit) => parseGitSha(commit) ?? []);
  return indexHistory({
    name: 'main',
    commits: shas.map((sha, index) => ({ sha, parents: shas.slice(index + 1, index + 2) })),
  });
}

function pastValue(text: string, index: number): PastValue {
  const value = text.replace('!', '');
  const by = { sha: `${index}`.repeat(40), author: 'Ada', isUpdate: text.endsWith('!') };
  return { value: value === '' ? undefined : value, by };
}

function historyOf({ history, historyFailure }: Given): Answer<SourceHistory> | undefined {
  if (historyFailure) return { kind: 'failed', failure: historyFailure };
  return history && { kind: 'answer', value: mainOf(history) };
}

function reference(text: string) {
  if (text.includes('/')) return parseImageReference(text);
  return parseImageReference(text.startsWith('@') ? `acme/web${text}` : `acme/web:${text}`);
}
