import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { describeReal } from '@towline/test-kit/real';
import { pushImage } from '@towline/test-kit/registry';
import { createImageWorld, useImageStage } from './image-world.js';
import { buildLayers, namesOf, tarOf } from './list-layers.js';

const stage = useImageStage();

const layersOf = (dockerfile: string, ...options: readonly string[]) => buildLayers({ ...stage, dockerfile, options });

describe('what ADD brings', () => {
  it('is the content of an archive of the context, compressed or not', async () => {
    const archive = tarOf({ 'dir/file': 'inside' });
    await stage.world.write({ 'a.tar': archive, 'b.tgz': gzipSync(archive), 'c.gz': gzipSync('no archive') });
    const layers = await layersOf(
      'FROM scratch\nADD a.tar /a/\nADD b.tgz /b/\nADD c.gz /c/\nADD --unpack=false a.tar /d/\n',
    );
    expect(layers.map(namesOf)).toEqual([
      ['a/', 'a/dir/', 'a/dir/file'],
      ['b/', 'b/dir/', 'b/dir/file'],
      ['c/', 'c/c.gz'],
      ['d/', 'd/a.tar'],
    ]);
  });

  it('is a file from the network that has the checksum', async () => {
    const server = createServer((_request, response) => response.end('downloaded'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/tool?x=1`;
    const sum = createHash('sha256').update('downloaded').digest('hex');
    try {
      const [layer] = await layersOf(`FROM scratch\nADD --checksum=sha256:${sum} ${url} /opt/\n`);
      expect(layer).toMatchObject([{ name: 'opt/' }, { name: 'opt/tool', mode: 0o600, text: 'downloaded' }]);
      const wrong = await refused(`FROM scratch\nADD --checksum=sha256:${'0'.repeat(64)} ${url} /opt/\n`);
      expect(wrong).toContain('image-add-refused');
    } finally {
      server.close();
    }
  });
});

describe('WORKDIR', () => {
  it('makes its folder once', async () => {
    const layers = await layersOf('FROM scratch\nWORKDIR /a/b\nWORKDIR /a\nWORKDIR b\n');
    expect(layers.map(namesOf)).toEqual([['a/', 'a/b/']]);
  });
});

describeReal('compressors', 'what ADD brings of archives that need a program', () => {
  it.each(['xz', 'bzip2', 'zstd'])('is the content, unpacked by %s', async (program) => {
    const compress = async (input: Uint8Array) => {
      const env = inheritedEnvironment(process.env, ['PATH']);
      return (await runProcess({ command: program, args: ['-c'], env, input, maxOutputBytes: 65_536 })).stdout;
    };
    const archive = await compress(tarOf({ 'dir/file': 'inside' }));
    await stage.world.write({
      'a.archive': archive,
      'b.file': await compress(Buffer.from('no archive')),
      'c.damaged': archive.subarray(0, 10),
    });
    const layers = await layersOf('FROM scratch\nADD a.archive /a/\nADD b.file /b/\nADD c.damaged /c/\n');
    expect(layers.map(namesOf)).toEqual([
      ['a/', 'a/dir/', 'a/dir/file'],
      ['b/', 'b/b.file'],
      ['c/', 'c/c.damaged'],
    ]);
  });
});

describe('a build is refused', () => {
  it('where the program is not there that unpacks an archive', async () => {
    const bare = await createImageWorld({ PATH: '/nowhere' });
    try {
      await bare.write({ Dockerfile: 'FROM scratch\nADD x.zst /\n', 'x.zst': Buffer.from('28b52ffd', 'hex') });
      const { code, stderr } = await bare.image('build', bare.context);
      expect([code, stderr]).toEqual([1, expect.stringContaining('image-program-missing')]);
      await bare.write({ Dockerfile: 'FROM scratch\nADD --unpack=false x.zst /\n' });
      expect((await bare.image('build', bare.context)).code).toBe(0);
    } finally {
      await bare.remove();
    }
  });

  it.each([
    ['where it executes something', 'FROM scratch\nRUN make\n', 'image-needs-engine'],
    ['where a source is missing', 'FROM scratch\nCOPY none /\n', 'image-source-missing'],
    ['where a source is outside of the context', 'FROM scratch\nCOPY ../../../etc/passwd /\n', 'image-source-missing'],
    [
      'where a file would replace a folder',
      'FROM scratch\nWORKDIR /app/x\nCOPY --parents x /app/\n',
      'image-copy-conflict',
    ],
    ['where a folder would replace a file', 'FROM scratch\nCOPY x /a\nCOPY x /a/b\n', 'image-copy-conflict'],
    ['where an owner is not known', 'FROM scratch\nCOPY --chown=nobody x /\n', 'image-unknown-owner'],
    ['where a mode is none', 'FROM scratch\nCOPY --chmod=rwx x /\n', 'dockerfile-invalid'],
    ['where a URL has no checksum', 'FROM scratch\nADD https://example.com/x /\n', 'image-add-refused'],
    ['where ADD names a Git repository', 'FROM scratch\nADD https://example.com/x.git /\n', 'image-add-refused'],
    ['where a line makes no sense', 'FROM scratch\nCOPPY x /\n', 'dockerfile-invalid'],
  ])('%s', async (_where, dockerfile, code) => {
    await stage.world.write({ x: 'x' });
    expect(await refused(dockerfile)).toContain(code);
  });

  it('where the base is not there, or not there for the platform', async () => {
    await pushImage(stage.registry.url, {
      repository: 'team/arm',
      tags: ['1'],
      platforms: ['linux/arm64', 'linux/arm/v7'],
    });
    expect(await refused(`FROM ${stage.registry.host}/team/none:1\n`)).toContain('image-not-found');
    expect(await refused(`FROM ${stage.registry.host}/team/arm:1\n`, '--platform', 'linux/amd64')).toContain(
      'image-platform-missing',
    );
  });

  it('where a layer of the base has names that lead out of it', async () => {
    await pushImage(stage.registry.url, { repository: 'team/evil', tags: ['1'], files: { '../../etc/cron.d/x': 'x' } });
    expect(await refused(`FROM ${stage.registry.host}/team/evil:1\nWORKDIR /x\n`)).toContain('image-layer-invalid');
  });
});

describe('the same input', () => {
  const dockerfile = 'FROM scratch\nCOPY . /app\nLABEL b=2 a=1\nENV X=1\n';

  it('comes to the same digest in another folder, at another time and without the cache', async () => {
    const digests: unknown[] = [];
    for (const time of [1_000_000_000, 1_700_000_000]) {
      const other = await createImageWorld();
      await other.write({ Dockerfile: dockerfile, 'a/b': 'b', 'a.txt': 'a' });
      for (const name of ['a/b', 'a.txt', 'a', 'Dockerfile']) await utimes(join(other.context, name), time, time);
      digests.push((await other.json('build', other.context)).digest);
      digests.push((await other.json('build', other.context, '--no-cache')).digest);
      await other.remove();
    }
    expect(new Set(digests).size).toBe(1);
  });

  it('comes to another digest where a byte is another', async () => {
    await stage.world.write({ Dockerfile: dockerfile, a: '1' });
    const one = await stage.world.json('build', stage.world.context);
    await stage.world.write({ a: '2' });
    expect((await stage.world.json('build', stage.world.context)).digest).not.toBe(one.digest);
  });

  it('takes SOURCE_DATE_EPOCH as the time of the image', async () => {
    const dated = await createImageWorld({ SOURCE_DATE_EPOCH: '86400' });
    await dated.write({ Dockerfile: 'FROM scratch\nUSER 1\n' });
    await dated.json('build', dated.context, '--layout', join(dated.folder, 'out'));
    const { images } = await dated.json('inspect', `oci:${join(dated.folder, 'out')}`);
    expect(images).toMatchObject([
      { created: '1970-01-02T00:00:00.000Z', history: [{ created: '1970-01-02T00:00:00.000Z' }] },
    ]);
    await dated.remove();
  });
});

describe('several platforms', () => {
  it('make an index, each image with what its platform is called', async () => {
    await stage.world.write({
      Dockerfile: 'FROM scratch\nARG TARGETARCH\nCOPY app-$TARGETARCH /app\n',
      'app-amd64': 'amd64',
      'app-arm64': 'arm64',
    });
    const name = `${stage.registry.host}/multi/app:1`;
    const options = ['--platform', 'linux/amd64,linux/arm64', '--annotation', 'a=b', '--label', 'c=d'];
    const built = await stage.world.json('build', stage.world.context, '-t', name, '--push', ...options);
    const seen = await stage.world.json('inspect', name);
    expect(seen).toMatchObject({
      digest: built.digest,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      annotations: { a: 'b' },
      images: [
        { platform: 'linux/amd64', config: { Labels: { c: 'd' } } },
        { platform: 'linux/arm64', config: { Labels: { c: 'd' } } },
      ],
    });
  });
});

describe('build arguments', () => {
  it('that nothing takes are told', async () => {
    await stage.world.write({ Dockerfile: 'FROM scratch\nARG A\nENV X=$A\n' });
    const built = await stage.world.json('build', stage.world.context, '--build-arg', 'A=1', '--build-arg', 'B=2');
    expect(built.warnings).toEqual(['The build argument B is taken by no ARG of the Dockerfile.']);
  });
});

async function refused(dockerfile: string, ...options: readonly string[]): Promise<string> {
  await writeFile(join(stage.world.context, 'Dockerfile'), dockerfile);
  const { code, stderr } = await stage.world.image('build', stage.world.context, ...options);
  expect(code).toBe(1);
  return stderr;
}

describe('the time of an image', () => {
  it('is that of the commit that its context is at', async () => {
    const env = { ...process.env, GIT_COMMITTER_DATE: '@1700000000 +0000', GIT_AUTHOR_DATE: '@1700000000 +0000' };
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: stage.world.context, env });
    await stage.world.write({ Dockerfile: 'FROM scratch\nCOPY a /a\n', a: 'a' });
    git('init', '--quiet');
    git('add', '.');
    git(...identity, 'commit', '--quiet', '-m', 'first');
    const [layer] = await layersOf('FROM scratch\nCOPY a /a\n');
    expect(layer).toMatchObject([{ name: 'a', mtime: 1_700_000_000 }]);
  });
});
