import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extract, type Header } from 'tar-stream';
import { packFolder } from './pack-folder.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-pack-'));
  await mkdir(join(folder, 'layout', 'blobs', 'sha256'), { recursive: true });
  await writeFile(join(folder, 'layout', 'blobs', 'sha256', 'abc'), 'blob');
  await writeFile(join(folder, 'layout', 'oci-layout'), '{}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();

async function headersOf(path: string): Promise<readonly Header[]> {
  const headers: Header[] = [];
  for await (const entry of createReadStream(path).pipe(extract())) {
    headers.push(entry.header);
    entry.resume();
  }
  return headers;
}

describe('packFolder', () => {
  it('names folders before what is in them, so that nobody has to make up whose they are', async () => {
    const path = join(folder, 'named.tar');
    await packFolder(join(folder, 'layout'), path, signal);
    expect((await headersOf(path)).map(({ name, type, mode, uid }) => [name, type, mode, uid])).toEqual([
      ['blobs', 'directory', 0o755, 0],
      ['blobs/sha256', 'directory', 0o755, 0],
      ['blobs/sha256/abc', 'file', 0o644, 0],
      ['oci-layout', 'file', 0o644, 0],
    ]);
  });

  it('writes the same bytes for the same files', async () => {
    const [one, other] = [join(folder, 'one.tar'), join(folder, 'other.tar')];
    await packFolder(join(folder, 'layout'), one, signal);
    await utimes(join(folder, 'layout', 'oci-layout'), 1, 1);
    await packFolder(join(folder, 'layout'), other, signal);
    expect(await readFile(other)).toEqual(await readFile(one));
  });
});
