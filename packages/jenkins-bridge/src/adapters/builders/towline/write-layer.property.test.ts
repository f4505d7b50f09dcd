import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byPath, type LayerEntry } from '../../../core/image/file-tree.js';
import { createBlobFolder } from './blob-folder.js';
import { createLayerBox } from './layer-box.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-layer-'));
});
afterEach(() => rm(folder, { recursive: true }));

const name = fc
  .oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.stringMatching(/^[a-z]{90,130}$/))
  .filter((text) => !/[/\0\\]/.test(text) && text.trim() !== '' && !text.startsWith('.'));
const node = fc.record({
  mode: fc.integer({ min: 0, max: 0o7777 }),
  uid: fc.oneof(fc.nat(70_000), fc.nat(2 ** 31)),
  gid: fc.oneof(fc.nat(70_000), fc.nat(2 ** 31)),
  mtime: fc.nat(2 ** 31 - 1),
});
const entry: fc.Arbitrary<LayerEntry> = fc
  .tuple(
    fc.array(name, { minLength: 1, maxLength: 4 }),
    node,
    fc.string({ maxLength: 2_000 }),
    fc.constantFrom('file', 'directory', 'symlink'),
  )
  .map(([names, common, text, kind]) => {
    const path = names.join('/');
    if (kind === 'file')
      return { path, kind, ...common, size: Buffer.byteLength(text), content: { kind: 'text', text } };
    if (kind === 'symlink') return { path, kind, ...common, size: 0, target: 'some/where' };
    return { path, kind: 'directory', ...common, size: 0 };
  });
const layer = fc
  .uniqueArray(entry, { selector: ({ path }) => path, maxLength: 12 })
  .map((entries) => entries.sort((a, b) => byPath(a.path, b.path)));

const signal = new AbortController().signal;
const bare = ({ path, kind, mode, uid, gid, mtime, size, target }: LayerEntry) => ({
  path,
  kind,
  mode,
  uid,
  gid,
  mtime,
  size,
  target,
});

describe('a layer of any entries', () => {
  it('has the same bytes wherever it is written, and says what was put into it', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(layer, async (entries) => {
        run += 1;
        const boxIn = (store: string) =>
          createLayerBox({
            blobs: createBlobFolder(join(folder, store)),
            context: folder,
            useCache: false,
            environment: {},
          });
        const [one, other] = [boxIn(`${run}a`), boxIn(`${run}b`)];
        const { descriptor, diffId } = await one.write(entries, signal);
        expect(await other.write(entries, signal)).toEqual({ descriptor, diffId, cached: false });
        const read = await one.read(descriptor, diffId, signal);
        const put = read.flatMap((change) => (change.kind === 'put' ? [bare(change.entry)] : []));
        expect(put).toEqual(entries.map(bare));
      }),
      { numRuns: 60 },
    );
  });
});
