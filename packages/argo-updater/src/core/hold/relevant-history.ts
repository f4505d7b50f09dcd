import type { FileHistoryEntry } from '@towline/shared/ports';
import { type ApplicationName, applicationKey } from '../application/application.js';
import { trailerKeys } from '../message/trailers.js';
import { pastCommit } from './past.js';

/** Whose history is looked at, and what is known of our own commits. */
export interface HistoryQuestion {
  readonly application: ApplicationName;
  /** The names of the images that are about to change. */
  readonly images: readonly string[];
  /** The addresses that we commit under. */
  readonly emails: readonly string[];
}

/** Further back nobody remembers why. */
const statesAtMost = 1_000;

/** The states of a branch that decide what is held, and whether these are all. */
export interface RelevantHistory {
  /** The newest first. Empty where nobody but us has changed anything since the files came to be. */
  readonly entries: readonly FileHistoryEntry[];
  /** Whether nothing that is older matters. */
  readonly isComplete: boolean;
}

/**
 * The states of a branch that decide what is held: back to our own last update of each image, since what we wrote then we wrote with all holds in
 * mind. What we wrote for others into the same files decides nothing, and is passed over.
 */
export function relevantHistory(
  entries: readonly FileHistoryEntry[],
  { application, images, emails }: HistoryQuestion,
): RelevantHistory {
  const key = applicationKey(application);
  const wanted = new Set(images);
  const relevant: FileHistoryEntry[] = [];
  for (const entry of entries) {
    if (wanted.size === 0 || relevant.length === statesAtMost) break;
    if (isForOthers(entry, { key, emails })) continue;
    relevant.push(entry);
    for (const name of updatedImages(entry, key)) wanted.delete(name);
  }
  const later = relevant.slice(0, -1);
  return {
    entries: later.every(({ commit }) => pastCommit(commit, emails).isUpdate) ? [] : relevant,
    isComplete: wanted.size === 0 || relevant.length === statesAtMost,
  };
}

const applicationLine = `${trailerKeys.application}: `;

/** Whether it is an update of ours that says which Applications it is for, and this one is not among them. */
function isForOthers(
  { commit }: FileHistoryEntry,
  { key, emails }: { readonly key: string; readonly emails: readonly string[] },
): boolean {
  const said = commit.body.split('\n').filter((line) => line.startsWith(applicationLine));
  return said.length > 0 && !said.includes(`${applicationLine}${key}`) && pastCommit(commit, emails).isUpdate;
}

/** The images of the Application that a commit of ours says to have updated. */
function updatedImages({ commit: { body } }: FileHistoryEntry, application: string): readonly string[] {
  const lines = body.split('\n');
  if (!lines.includes(`${applicationLine}${application}`)) return [];
  const key = `${trailerKeys.image}: `;
  return lines.flatMap((line) => (line.startsWith(key) ? [line.slice(key.length).split(' ')[0] ?? ''] : []));
}
