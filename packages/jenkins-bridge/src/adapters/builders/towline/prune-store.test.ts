import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createImageStore, nameFile } from './image-store.js';
import { pruneStore } from './prune-store.js';

const hour = 60 * 60_000;
const now = Date.now();
const { signal } = new AbortController();
const limits = { maxBytes: 1_000_000, maxAgeMs: 24 * hour };
const repository = { host: 'h.example', path: 'app' };
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-prune-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const prune = (more = {}) => pruneStore({ folder, limits, now, dryRun: false, ...more }, signal);
const blobPath = (digest: string) => join(folder, 'blobs', 'sha256', digest.slice('sha256:'.length));
const age = (path: string, hours: number) => utimes(path, new Date(now - hours * hour), new Date(now - hours * hour));
const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** An image in the store, all of it as old as this. */
async function keepImage(tag: string, hours: number) {
  const store = createImageStore(folder);
  const layer = await store.keepText('layer', `layer of ${tag}`);
  const config = await store.keepText('config', `{"of":"${tag}"}`);
  const manifest = await store.keepText(
    manifestType,
    JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers: [layer] }),
  );
  const place = await store.open(repository, 'push');
  const content = await place.readManifest({ kind: 'digest', digest: manifest.digest });
  if (content !== undefined) await place.writeManifest(content, tag);
  const name = join(folder, 'names', nameFile(`h.example/app:${tag}`));
  const files = [name, ...[layer, config, manifest].map(({ digest }) => blobPath(digest))];
  for (const file of files) await age(file, hours);
  return { place, layer, manifest, files };
}

describe('pruneStore', () => {
  it('removes an image that nobody has used for long, and leaves the others', async () => {
    const old = await keepImage('old', 30);
    const fresh = await keepImage('fresh', 3);
    const { names } = await prune();
    expect(names.map(({ name }) => name)).toEqual(['h.example/app:old']);
    expect(await Promise.all(old.files.map(isThere))).toEqual([false, false, false, false]);
    expect(await Promise.all(fresh.files.map(isThere))).toEqual([true, true, true, true]);
    expect(await readdir(join(folder, 'blobs', 'sha256'))).toHaveLength(3);
  });

  it('takes reading an image for a use of it', async () => {
    const { place, manifest, files } = await keepImage('read', 30);
    expect(await place.readManifest({ kind: 'tag', tag: 'read' })).toMatchObject({ digest: manifest.digest });
    await prune();
    expect(await Promise.all(files.map(isThere))).toEqual([true, true, true, true]);
  });

  it('takes looking for a layer for a use of it', async () => {
    const store = createImageStore(folder);
    const layer = await store.keepText('layer', 'cached');
    await age(blobPath(layer.digest), 30);
    expect(await store.blobs.has(layer)).toBe(true);
    await prune();
    expect(await store.blobs.has(layer)).toBe(true);
  });

  it('says what would go, and leaves even the times alone', async () => {
    const { files } = await keepImage('old', 30);
    const plan = await prune({ dryRun: true });
    expect([plan.names.length, plan.blobs.length, plan.keptBytes]).toEqual([1, 3, 0]);
    expect(await prune({ dryRun: true })).toEqual(plan);
    expect(await Promise.all(files.map(isThere))).toEqual([true, true, true, true]);
  });

  it('forgets what it knew of layers that are gone', async () => {
    const { layer } = await keepImage('old', 30);
    const note = join(folder, 'written', `${'0'.repeat(64)}.json`);
    const facts = join(folder, 'layers', `${layer.digest.replace(':', '-')}.json`);
    for (const [path, text] of [
      [note, JSON.stringify({ digest: layer.digest, size: layer.size, diffId: layer.digest })],
      [facts, '{}'],
    ] as const) {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, text);
    }
    await prune();
    expect([await isThere(note), await isThere(facts)]).toEqual([false, false]);
  });

  it('removes what killed processes left half done a day ago, and nothing younger', async () => {
    await keepImage('fresh', 3);
    const old = [
      join(folder, 'blobs', 'sha256', '.draft'),
      join(folder, 'spool', 'x'),
      join(folder, 'names', 'a.json.b'),
    ];
    for (const path of old) {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, '');
      await age(path, 25);
    }
    const young = join(folder, 'blobs', 'sha256', '.young');
    await writeFile(young, '');
    await prune();
    expect(await Promise.all([...old, young].map(isThere))).toEqual([false, false, false, true]);
  });

  it('does nothing where there is no store', async () => {
    expect(await prune({ folder: join(folder, 'none') })).toEqual({ names: [], blobs: [], keptBytes: 0 });
  });
});
