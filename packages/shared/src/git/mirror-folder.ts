import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { errorCode } from '../errors/index.js';
import type { GitProgram } from './git-program.js';

/** What a mirror is of. One that is of something else is made anew. */
const markSchema = z.object({
  version: z.literal(1),
  address: z.string(),
  depth: z.number().optional(),
  filters: z.boolean(),
  objectFormat: z.enum(['sha1', 'sha256']),
});
type Mark = z.infer<typeof markSchema>;

/** The hash that a repository names its objects by. */
export type ObjectFormat = Mark['objectFormat'];

/** What {@link MirrorFolder.prepare} makes the mirror for. */
export interface MirrorIdentity {
  readonly address: string;
  readonly depth: number | undefined;
  readonly filters: boolean;
}

/** The bare repository on disk that the mirror is kept in. */
export interface MirrorFolder {
  /** Makes the repository where there is none, or where what is there is of another address. */
  prepare(): Promise<void>;
  /** Throws all away and makes it anew, for the hash it had where none is named. */
  rebuild(objectFormat?: ObjectFormat): Promise<void>;
  /** Whether file contents are left out. */
  filters(): Promise<boolean>;
  /** Remembers, for later processes too, that they are not. */
  stopFilters(): Promise<void>;
  /** The hash that the mirror does not use. */
  otherFormat(): Promise<ObjectFormat>;
  /** How many packs there are: each fetch adds one. */
  packs(): Promise<number>;
}

const markFile = 'towline-mirror.json';

/** The mirror in `directory`. Whoever calls its methods holds the lock of the directory. */
export function createMirrorFolder(git: GitProgram, directory: string, identity: MirrorIdentity): MirrorFolder {
  const rebuild: MirrorFolder['rebuild'] = async (wanted) => {
    const kept = await readMark(directory);
    const objectFormat = wanted ?? kept?.objectFormat ?? 'sha1';
    const filters = identity.filters && (kept?.address !== identity.address || kept.filters);
    await rm(directory, { recursive: true, force: true });
    await mkdir(dirname(directory), { recursive: true });
    await git.run({ args: ['init', '--quiet', '--bare', '--template=', `--object-format=${objectFormat}`, directory] });
    // Written last: a mirror without its mark is not finished.
    await writeMark(directory, { version: 1, ...identity, filters, objectFormat });
  };
  return {
    rebuild,
    otherFormat: async () => ((await readMark(directory))?.objectFormat === 'sha256' ? 'sha1' : 'sha256'),
    filters: async () => (await readMark(directory))?.filters ?? identity.filters,
    async stopFilters() {
      const mark = await readMark(directory);
      if (mark !== undefined) await writeMark(directory, { ...mark, filters: false });
    },
    async prepare() {
      const mark = await readMark(directory);
      const { address, depth, filters } = identity;
      // A mirror that leaves nothing out serves whoever would leave something out.
      if (mark?.address !== address || mark.depth !== depth || (mark.filters && !filters)) await rebuild();
    },
    async packs() {
      const names = await readdir(join(directory, 'objects', 'pack'));
      return names.filter((name) => name.endsWith('.pack')).length;
    },
  };
}

/** In one step, so that nobody reads half of it. */
async function writeMark(directory: string, mark: Mark): Promise<void> {
  await writeFile(join(directory, `${markFile}.new`), JSON.stringify(mark));
  await rename(join(directory, `${markFile}.new`), join(directory, markFile));
}

async function readMark(directory: string): Promise<Mark | undefined> {
  try {
    return markSchema.parse(JSON.parse(await readFile(join(directory, markFile), 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'EACCES') throw error;
    return undefined;
  }
}
