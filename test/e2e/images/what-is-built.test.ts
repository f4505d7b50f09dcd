import { createHash } from 'node:crypto';
import { chmod, mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pushImage, type RunningRegistry, startRegistry } from '@towline/test-kit/registry';
import { createImageWorld, type ImageWorld } from './image-world.js';
import { listLayers, type TarLine, tarOf } from './list-layers.js';

let registry: RunningRegistry;
let world: ImageWorld;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());
beforeEach(async () => {
  world = await createImageWorld();
});
afterEach(() => world.remove());

/** Builds the Dockerfile and gives the lines of each of its layers. */
async function layersOf(dockerfile: string, ...options: readonly string[]): Promise<readonly (readonly TarLine[])[]> {
  await world.write({ Dockerfile: dockerfile });
  const name = `${registry.host}/built/app:1`;
  await world.json('build', world.context, '-t', name, '--push', ...options);
  return listLayers(registry, 'built/app', '1');
}

const names = (lines: readonly TarLine[] | undefined) => lines?.map(({ name }) => name);

describe('what COPY brings', () => {
  it('is the content of a folder, and not the folder', async () => {
    await world.write({ 'src/a': 'a', 'src/deep/b': 'b' });
    const [layer] = await layersOf('FROM scratch\nCOPY src /app\n');
    expect(names(layer)).toEqual(['app/', 'app/a', 'app/deep/', 'app/deep/b']);
  });

  it('is a file, into a folder or under a new name', async () => {
    await world.write({ a: 'a' });
    const layers = await layersOf('FROM scratch\nCOPY a /one/\nCOPY a /two\nCOPY a /one\n');
    expect(layers.map(names)).toEqual([['one/', 'one/a'], ['two'], ['one/a']]);
  });

  it('is what a pattern matches, and nothing where nothing does', async () => {
    await world.write({ 'a.txt': '1', 'b.txt': '2', 'c.md': '3' });
    const layers = await layersOf('FROM scratch\nCOPY *.txt /t/\nCOPY *.none /n/\n');
    expect(layers.map(names)).toEqual([['t/', 't/a.txt', 't/b.txt']]);
  });

  it('is without what .dockerignore leaves out, but for what it takes back', async () => {
    await world.write({
      '.dockerignore': '# notes\n**/*.log\nvendor\n!vendor/keep\nDockerfile\n.dockerignore\n',
      'a.log': '',
      'b/c.log': '',
      'b/d': '',
      'vendor/keep': '',
      'vendor/drop': '',
    });
    const [layer] = await layersOf('FROM scratch\nCOPY . /\n');
    expect(names(layer)).toEqual(['b/', 'b/d', 'vendor/', 'vendor/keep']);
  });

  it('prefers the .dockerignore that is called after the Dockerfile', async () => {
    await world.write({ '.dockerignore': 'a\n', 'Dockerfile.dockerignore': '*\n!a\n', a: '', b: '' });
    expect(names((await layersOf('FROM scratch\nCOPY . /\n'))[0])).toEqual(['a']);
  });

  it('is without what --exclude names', async () => {
    await world.write({ 'src/a': '', 'src/b.md': '', 'src/docs/c': '' });
    const [layer] = await layersOf('FROM scratch\nCOPY --exclude=*.md --exclude=docs src /app/\n');
    expect(names(layer)).toEqual(['app/', 'app/a']);
  });

  it('keeps the folders above with --parents', async () => {
    await world.write({ 'a/b/c/d': '' });
    const layers = await layersOf('FROM scratch\nCOPY --parents a/b/c/d /x/\nCOPY --parents a/./b/c /y/\n');
    expect(layers.map(names)).toEqual([
      ['x/', 'x/a/', 'x/a/b/', 'x/a/b/c/', 'x/a/b/c/d'],
      ['y/', 'y/b/', 'y/b/c/', 'y/b/c/d'],
    ]);
  });

  it('has modes, links and times as they are, the times no newer than the epoch', async () => {
    await world.write({ 'bin/run*': '#!/bin/sh\n', 'bin/old': '' });
    await symlink('run', join(world.context, 'bin/alias'));
    await chmod(join(world.context, 'bin/run'), 0o4750);
    await utimes(join(world.context, 'bin/old'), 1_000, 1_000);
    const [layer] = await layersOf('FROM scratch\nCOPY bin /bin\n', '--source-date-epoch', '2000');
    expect(layer).toMatchObject([
      { name: 'bin/', type: 'directory', mtime: 2_000 },
      { name: 'bin/alias', type: 'symlink', linkname: 'run' },
      { name: 'bin/old', type: 'file', mode: 0o644, mtime: 1_000, uid: 0, gid: 0 },
      { name: 'bin/run', type: 'file', mode: 0o4750, mtime: 2_000 },
    ]);
  });

  it('belongs to whom --chown says, by number or by name, and has the mode of --chmod', async () => {
    await world.write({
      a: '',
      passwd: 'root:x:0:0::/:\napp:x:1001:2002::/:\n',
      group: 'staff:x:3003:\n',
    });
    const layers = await layersOf(
      [
        'FROM scratch',
        'COPY passwd group /etc/',
        'COPY --chown=1000680000 a /a',
        'COPY --chown=app --chmod=600 a /b',
        'COPY --chown=app:staff --chmod=u=rwX,go=rX a /deep/c',
        'COPY --chown=5:staff --chmod=0 a /d\n',
      ].join('\n'),
    );
    expect(layers.slice(1).map((layer) => layer.map(({ uid, gid, mode }) => [uid, gid, mode]))).toEqual([
      [[1000680000, 1000680000, 0o644]],
      [[1001, 2002, 0o600]],
      [
        [1001, 3003, 0o755],
        [1001, 3003, 0o644],
      ],
      [[5, 3003, 0]],
    ]);
  });

  it('follows links of the image below, and never out of it', async () => {
    await world.write({ app: '' });
    await mkdir(join(world.context, 'base'));
    await symlink('usr/bin', join(world.context, 'base/bin'));
    await symlink('../../../../outside', join(world.context, 'base/out'));
    const layers = await layersOf('FROM scratch\nCOPY base /\nCOPY app /bin/app\nCOPY app /out/\n');
    expect(layers.slice(1).map(names)).toEqual([
      ['usr/', 'usr/bin/', 'usr/bin/app'],
      ['outside/', 'outside/app'],
    ]);
  });

  it('is a file whose content stands in the Dockerfile', async () => {
    const [layer] = await layersOf('FROM scratch\nENV N=1\nCOPY <<a <<"b" /etc/\nn=$N\na\nn=$N\nb\n');
    expect(layer).toMatchObject([
      { name: 'etc/' },
      { name: 'etc/a', text: 'n=1\n', mode: 0o644 },
      { name: 'etc/b', text: 'n=$N\n' },
    ]);
  });

  it('comes from a stage or an image, with owners and deletions of its layers', async () => {
    await pushImage(registry.url, {
      repository: 'team/tools',
      tags: ['1'],
      files: { 'bin/tool': 'tool', 'bin/old': 'old', 'bin/.wh.gone': '', 'lib/x': 'x' },
    });
    await world.write({ a: 'a' });
    const layers = await layersOf(
      `FROM ${registry.host}/team/tools:1 AS tools\nCOPY --chown=7 a /bin/mine\nFROM scratch\nCOPY --from=tools /bin /bin\nCOPY --from=${registry.host}/team/tools:1 /lib/x /x\n`,
    );
    expect(layers.map(names)).toEqual([['bin/', 'bin/mine', 'bin/old', 'bin/tool'], ['x']]);
    expect(layers[0]).toMatchObject([{}, { uid: 7, text: 'a' }, {}, { text: 'tool', mode: 0o755 }]);
  });

  it('is on top of the layers of the base image', async () => {
    const files = { 'etc/passwd': 'app:x:11:12::/:\n' };
    await pushImage(registry.url, { repository: 'team/base', tags: ['1'], files, labels: { from: 'base' } });
    await world.write({ a: '' });
    const layers = await layersOf(`FROM ${registry.host}/team/base:1\nCOPY --chown=app a /a\n`);
    expect(layers).toHaveLength(2);
    expect(layers[1]).toMatchObject([{ name: 'a', uid: 11, gid: 12 }]);
    const { config } = await inspected();
    expect(config).toMatchObject({ Labels: { from: 'base' } });
  });
});

describe('what ADD brings', () => {
  it('is the content of an archive of the context, compressed or not', async () => {
    const archive = tarOf({ 'dir/file': 'inside' });
    await world.write({ 'a.tar': archive, 'b.tgz': gzipSync(archive), 'c.gz': gzipSync('no archive') });
    const layers = await layersOf(
      'FROM scratch\nADD a.tar /a/\nADD b.tgz /b/\nADD c.gz /c/\nADD --unpack=false a.tar /d/\n',
    );
    expect(layers.map(names)).toEqual([
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
    expect(layers.map(names)).toEqual([['a/', 'a/b/']]);
  });
});

describe('a build is refused', () => {
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
    ['where ADD names an archive that is compressed otherwise', 'FROM scratch\nADD x.xz /\n', 'image-add-refused'],
    ['where a line makes no sense', 'FROM scratch\nCOPPY x /\n', 'dockerfile-invalid'],
  ])('%s', async (_where, dockerfile, code) => {
    await world.write({ x: 'x', 'x.xz': Buffer.from('fd377a585a000004', 'hex') });
    expect(await refused(dockerfile)).toContain(code);
  });

  it('where the base is not there, or not there for the platform', async () => {
    await pushImage(registry.url, { repository: 'team/arm', tags: ['1'], platforms: ['linux/arm64', 'linux/arm/v7'] });
    expect(await refused(`FROM ${registry.host}/team/none:1\n`)).toContain('image-not-found');
    expect(await refused(`FROM ${registry.host}/team/arm:1\n`, '--platform', 'linux/amd64')).toContain(
      'image-platform-missing',
    );
  });

  it('where a layer of the base has names that lead out of it', async () => {
    await pushImage(registry.url, { repository: 'team/evil', tags: ['1'], files: { '../../etc/cron.d/x': 'x' } });
    expect(await refused(`FROM ${registry.host}/team/evil:1\nWORKDIR /x\n`)).toContain('image-layer-invalid');
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
    await world.write({ Dockerfile: dockerfile, a: '1' });
    const one = await world.json('build', world.context);
    await world.write({ a: '2' });
    expect((await world.json('build', world.context)).digest).not.toBe(one.digest);
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
    await world.write({
      Dockerfile: 'FROM scratch\nARG TARGETARCH\nCOPY app-$TARGETARCH /app\n',
      'app-amd64': 'amd64',
      'app-arm64': 'arm64',
    });
    const name = `${registry.host}/multi/app:1`;
    const options = ['--platform', 'linux/amd64,linux/arm64', '--annotation', 'a=b', '--label', 'c=d'];
    const built = await world.json('build', world.context, '-t', name, '--push', ...options);
    const seen = await world.json('inspect', name);
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
    await world.write({ Dockerfile: 'FROM scratch\nARG A\nENV X=$A\n' });
    const built = await world.json('build', world.context, '--build-arg', 'A=1', '--build-arg', 'B=2');
    expect(built.warnings).toEqual(['The build argument B is taken by no ARG of the Dockerfile.']);
  });
});

async function inspected(): Promise<{ readonly config: unknown }> {
  const { images } = await world.json('inspect', `${registry.host}/built/app:1`);
  const [image] = Array.isArray(images) ? images : [];
  return { config: image?.config };
}

async function refused(dockerfile: string, ...options: readonly string[]): Promise<string> {
  await writeFile(join(world.context, 'Dockerfile'), dockerfile);
  const { code, stderr } = await world.image('build', world.context, ...options);
  expect(code).toBe(1);
  return stderr;
}
