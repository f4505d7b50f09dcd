import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { parseDigest } from '@towline/shared/image';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { describeReal } from '@towline/test-kit/real';
import { pack } from 'tar-stream';
import { compressionOf, decompress } from './decompress.js';
import { readLayer } from './read-layer.js';

const environment = inheritedEnvironment(process.env, ['PATH']);
const large = Buffer.concat([randomBytes(1 << 20), Buffer.alloc(8 << 20, 'x')]);

async function* inPieces(bytes: Uint8Array, size = 100_000): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

const compress = async (program: string, input: Uint8Array) =>
  (await runProcess({ command: program, args: ['-c'], env: environment, input, maxOutputBytes: 1 << 26 })).stdout;

describe('decompress', () => {
  it.each([
    ['none', large],
    ['gzip', gzipSync(large)],
  ] as const)('gives what was compressed by %s', async (compression, bytes) => {
    expect(compressionOf(bytes)).toBe(compression);
    const whole = createHash('sha256').update(large).digest('hex');
    expect(await hashOf(decompress(inPieces(bytes), compression, { environment }))).toBe(whole);
  });

  it('throws where gzip is damaged', async () => {
    await expect(
      hashOf(decompress(inPieces(gzipSync(large).subarray(0, 5_000)), 'gzip', { environment })),
    ).rejects.toThrow();
  });

  it('names the program that is missing', async () => {
    const missing = hashOf(decompress(inPieces(large), 'zstd', { environment: { PATH: '/nowhere' } }));
    await expect(missing).rejects.toMatchObject({ code: 'image-program-missing', hint: 'Install zstd.' });
  });
});

describeReal('compressors', 'decompress, by programs', () => {
  const programs = ['xz', 'bzip2', 'zstd'] as const;

  it.each(programs)('%s gives what was compressed', async (program) => {
    const bytes = await compress(program, large);
    expect(compressionOf(bytes)).toBe(program);
    const whole = createHash('sha256').update(large).digest('hex');
    expect(await hashOf(decompress(inPieces(bytes), program, { environment }))).toBe(whole);
  });

  it.each(programs)('%s fails where the bytes are damaged', async (program) => {
    const bytes = await compress(program, large);
    const half = hashOf(decompress(inPieces(bytes.subarray(0, bytes.length / 2)), program, { environment }));
    await expect(half).rejects.toMatchObject({ code: 'process-failed' });
  });

  it.each(programs)('%s is ended, and its input let go, when nobody reads on', async (program) => {
    const bytes = await compress(program, large);
    let closed = false;
    async function* watched() {
      try {
        yield* inPieces(bytes);
        // More than anybody wants.
        for (;;) yield bytes;
      } finally {
        closed = true;
      }
    }
    for await (const chunk of decompress(watched(), program, { environment })) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(closed).toBe(true);
  });

  it('tells of an input that cannot be read, and not of half an archive', async () => {
    async function* broken() {
      yield await compress('zstd', large);
      throw new TypeError('the disk is gone');
    }
    await expect(hashOf(decompress(broken(), 'zstd', { environment }))).rejects.toThrow('the disk is gone');
  });

  it('reads a layer of a registry that is compressed by zstd', async () => {
    const archive = pack();
    archive.entry({ name: 'etc/app.conf', mtime: new Date(0) }, 'x=1\n');
    archive.finalize();
    const tar = await buffer(Readable.from(archive));
    const bytes = await compress('zstd', tar);
    const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
    if (digest === undefined) throw new TypeError('no digest');
    const layer = await readLayer({ digest, environment, open: () => inPieces(bytes) });
    expect(layer.diffId).toBe(`sha256:${createHash('sha256').update(tar).digest('hex')}`);
    expect(layer.changes).toMatchObject([{ kind: 'put', entry: { path: 'etc/app.conf', size: 4 } }]);
  });
});
