import type { FileHistoryEntry } from '@towline/shared/ports';
import { applicationKey } from '../application/application.js';
import type { ManagedApplication } from '../application/managed-application.js';
import { trailerKeys } from '../message/trailers.js';
import { pastCommit } from './past.js';

/** Whose history is looked at, and what is known of our own commits. */
export interface HistoryQuestion {
  readonly application: ManagedApplication['application'];
  /** The names of the images that are about to change. */
  readonly images: readonly string[];
  /** The addresses that we commit under. */
  readonly emails: readonly string[];
}

/** Further back nobody remembers why. */
const statesAtMost = 30;

/**
 * The states of a branch that decide what is held, newest first: back to our own last update of each image, since what we wrote then we wrote
 * with all holds in mind. Empty where nobody but us has changed anything since its files came to be.
 */
export function relevantHistory(
  entries: readonly FileHistoryEntry[],
  { application, images, emails }: HistoryQuestion,
): readonly FileHistoryEntry[] {
  const wanted = new Set(images);
  const relevant: FileHistoryEntry[] = [];
  for (const entry of entries.slice(0, statesAtMost)) {
    relevant.push(entry);
    for (const name of updatedImages(entry, applicationKey(application))) wanted.delete(name);
    if (wanted.size === 0) break;
  }
  const later = relevant.slice(0, -1);
  return later.every(({ commit }) => pastCommit(commit, emails).isUpdate) ? [] : relevant;
}

/** The images of the Application that a commit of ours says to have updated. */
function updatedImages({ commit: { body } }: FileHistoryEntry, application: string): readonly string[] {
  const lines = body.split('\n');
  if (!lines.includes(`${trailerKeys.application}: ${application}`)) return [];
  const key = `${trailerKeys.image}: `;
  return lines.flatMap((line) => (line.startsWith(key) ? [line.slice(key.length).split(' ')[0] ?? ''] : []));
}
