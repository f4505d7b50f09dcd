import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Header, pack } from 'tar-stream';
import { pathInside, unpackLayer } from './unpack-layer.js';

let folder: string;
let root: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-unpack-'));
  root = join(folder, 'root');
});
afterEach(() => rm(folder, { recursive: true }));

type Entry = Partial<Header> & Pick<Header, 'name'>;

async function layer(...entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const entry of entries) archive.entry(entry, entry.type === undefined ? 'text' : '');
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) if (Buffer.isBuffer(piece)) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('a layer', () => {
  it.each([
    ['gzip', 'application/vnd.oci.image.layer.v1.tar+gzip', gzipSync],
    ['no compression', 'application/vnd.oci.image.layer.v1.tar', (bytes: Buffer) => bytes],
  ])('is unpacked with %s', async (_what, mediaType, packed) => {
    const bytes = await layer({ name: 'app', type: 'directory' }, { name: 'app/a', mode: 0o755 }, { name: 'etc/b' });
    await unpackLayer({ mediaType, bytes: packed(bytes) }, root);
    expect(await readFile(join(root, 'app/a'), 'utf8')).toBe('text');
    expect((await stat(join(root, 'app/a'))).mode & 0o777).toBe(0o755);
    expect(await readdir(join(root, 'etc'))).toEqual(['b']);
  });

  it('gives no file to others to write, and none the rights of its owner', async () => {
    await unpackLayer({ mediaType: 'tar', bytes: await layer({ name: 'a', mode: 0o6777 }) }, root);
    expect((await stat(join(root, 'a'))).mode & 0o7777).toBe(0o755);
  });

  it.each<readonly [string, Entry, string]>([
    ['a path that leads out', { name: '../outside' }, 'leads out of the image'],
    ['a symbolic link', { name: 'a', type: 'symlink', linkname: '/etc' }, 'a symlink, which is not unpacked here'],
    ['a hard link', { name: 'a', type: 'link', linkname: '../outside' }, 'a link, which is not unpacked here'],
    ['a device', { name: 'a', type: 'character-device' }, 'a character-device, which is not unpacked here'],
    ['a whiteout', { name: 'app/.wh.a' }, 'a whiteout, which is not unpacked here'],
  ])('with %s is refused', async (_what, entry, problem) => {
    await expect(unpackLayer({ mediaType: 'tar', bytes: await layer(entry) }, root)).rejects.toThrow(problem);
    expect(existsSync(join(folder, 'outside'))).toBe(false);
  });

  it('that is cut off is refused', async () => {
    const bytes = gzipSync(await layer({ name: 'a' }));
    await expect(unpackLayer({ mediaType: 'gzip', bytes: bytes.subarray(0, 30) }, root)).rejects.toThrow();
  });
});

describe('a path of an image', () => {
  it.each([
    ['/', ''],
    ['/app', 'app'],
    ['app/../etc', 'etc'],
  ])('%s is below the root', (path, expected) => {
    expect(pathInside('/root', path).replace(/\/$/, '')).toBe(join('/root', expected).replace(/\/$/, ''));
  });

  it.each(['..', '../root2', 'app/../../x'])('%s is refused', (path) => {
    expect(() => pathInside('/root', path)).toThrow('leads out');
  });
});
