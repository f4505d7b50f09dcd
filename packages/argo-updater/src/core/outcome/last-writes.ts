import type { GitSha } from '@towline/shared/image';
import type { CommitSummary } from '@towline/shared/ports';
import { trailerKeys } from '../message/trailers.js';

/** What a commit of ours wrote for an Application, as its trailers say. */
export interface LastWrite {
  readonly commit: GitSha;
  readonly branch: string;
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly images: readonly TrailerImage[];
}

/** An image as trailers name it: without its registry, and by its digest alone where it has one. */
export interface TrailerImage {
  readonly name: string;
  /** Undefined where nothing was there. */
  readonly from: string | undefined;
  readonly to: string;
}

/** By the keys of Applications. */
export type LastWrites = ReadonlyMap<string, LastWrite>;

/** The last update of each Application among these commits of a branch, the newest first. One that was taken back since has none. */
export function lastWrites(commits: readonly CommitSummary[], branch: string): LastWrites {
  const newest = new Map<string, LastWrite>();
  for (const { sha: commit, committedAt: at, body } of commits) {
    const images = imagesByApplication(body);
    for (const [application, written] of images) {
      if (!newest.has(application)) newest.set(application, { commit, branch, at, images: written });
    }
  }
  return new Map([...newest].filter(([, { images }]) => images.length > 0));
}

/** The trailers of a batch are those of its Applications, one after the other. */
function imagesByApplication(body: string): ReadonlyMap<string, readonly TrailerImage[]> {
  const found = new Map<string, TrailerImage[]>();
  let current: TrailerImage[] = [];
  for (const line of body.split('\n')) {
    const [key, value = ''] = line.split(/: (.*)/s, 2);
    if (key === trailerKeys.application) {
      current = found.get(value) ?? [];
      found.set(value, current);
    } else if (key === trailerKeys.image) current.push(...readImage(value));
  }
  return found;
}

/** `name from → to`, or `name → to`. */
function readImage(value: string): readonly TrailerImage[] {
  const [, name, from, to] = /^(\S+)(?: (\S+))? → (\S+)$/.exec(value) ?? [];
  return name === undefined || to === undefined ? [] : [{ name, from, to }];
}
