import { execFileSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { buildImage, type Content } from './build-image.js';
import { tar } from './tar.js';

const parse = (content: Content | undefined) => JSON.parse(content?.bytes.toString('utf8') ?? 'null');

describe('an image put together', () => {
  it('has the same digest for the same recipe, and another for another', () => {
    const recipe = { created: '2026-01-01T00:00:00Z', labels: { a: 'b' } };
    expect(buildImage(recipe).root.digest).toBe(buildImage({ ...recipe }).root.digest);
    expect(buildImage(recipe).root.digest).not.toBe(buildImage({ ...recipe, created: undefined }).root.digest);
  });

  it('is an index over its platforms, each with the time of its own', () => {
    const created = { 'linux/arm/v7': '2026-01-02T00:00:00Z', 'linux/amd64': '2026-01-01T00:00:00Z' };
    const { root, children, blobs } = buildImage({ platforms: ['linux/amd64', 'linux/arm/v7'], created });
    expect(parse(root).manifests).toMatchObject([
      { digest: children[0]?.digest, platform: { os: 'linux', architecture: 'amd64' } },
      { digest: children[1]?.digest, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    ]);
    expect(blobs.slice(1).map((blob) => parse(blob).created)).toEqual(['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']);
  });

  it('names layers by their uncompressed content', () => {
    const [layer, config] = buildImage({ files: { 'bin/app': '#!/bin/sh\n' } }).blobs;
    const archive = gunzipSync(layer?.bytes ?? Buffer.alloc(0));
    expect(archive).toEqual(tar({ 'bin/app': '#!/bin/sh\n' }));
    expect(parse(config).rootfs.diff_ids).toHaveLength(1);
  });

  it('has a layer that tar reads', () => {
    const archive = tar({ 'a/one': '1', two: '22' });
    expect(execFileSync('tar', ['-tvf', '-'], { input: archive, encoding: 'utf8' })).toMatch(
      /^-rwxr-xr-x 0\/0 +1 1970-01-01 \d\d:\d\d a\/one\n-rwxr-xr-x 0\/0 +2 1970-01-01 \d\d:\d\d two\n$/,
    );
  });
});
