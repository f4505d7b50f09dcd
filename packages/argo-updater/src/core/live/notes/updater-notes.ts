import type { RecentUpdate } from '../image-updater-status.js';
import { notesSchema } from './schema.js';

/** What one replica did for an ImageUpdater: the replica that writes its status cannot know it otherwise. */
export interface UpdaterNote {
  /** Applications of its own whose last pass failed. */
  readonly errors: number;
  /** The updates of its last check that had any. */
  readonly recent: readonly DatedUpdate[];
}

/** An update, and when it was made, in the words of Kubernetes. */
export interface DatedUpdate extends RecentUpdate {
  readonly updatedAt: string;
}

/** By `namespace/name` of the ImageUpdaters. */
export type UpdaterNotes = ReadonlyMap<string, UpdaterNote>;

/** All annotations of an object together may be 256 KiB long. */
const longestText = 128 * 1024;

/** The notes as a text: of those that say something, and as many as there is room for. */
export function writeNotes(notes: UpdaterNotes): string {
  const said = [...notes].filter(([, { errors, recent }]) => errors > 0 || recent.length > 0);
  let text = JSON.stringify(Object.fromEntries(said));
  while (text.length > longestText) {
    said.pop();
    text = JSON.stringify(Object.fromEntries(said));
  }
  return text;
}

/** The notes of a text; none where it is none of ours. */
export function readNotes(text: string): UpdaterNotes {
  const parsed = notesSchema.safeParse(parse(text));
  return new Map(parsed.success ? Object.entries(parsed.data) : []);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One note of all: what was made of one image to one version counts as one, and the latest stand first. */
export function joinNotes(notes: readonly UpdaterNote[]): UpdaterNote {
  const updates = new Map<string, DatedUpdate>();
  for (const update of notes.flatMap(({ recent }) => recent)) {
    const { alias, image, newVersion, applicationsUpdated, updatedAt } = update;
    const key = JSON.stringify([alias, image, newVersion]);
    const known = updates.get(key);
    updates.set(key, {
      ...(known ?? update),
      applicationsUpdated: (known?.applicationsUpdated ?? 0) + applicationsUpdated,
      updatedAt: known !== undefined && known.updatedAt > updatedAt ? known.updatedAt : updatedAt,
    });
  }
  const recent = [...updates.values()].sort(
    (a, b) => Number(a.updatedAt < b.updatedAt) - Number(a.updatedAt > b.updatedAt),
  );
  return { errors: notes.reduce((sum, { errors }) => sum + errors, 0), recent };
}
