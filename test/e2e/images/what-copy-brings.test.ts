import { chmod, mkdir, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pushImage } from '@towline/test-kit/registry';
import { useImageStage } from './image-world.js';
import { buildLayers, namesOf } from './list-layers.js';

const stage = useImageStage();

const layersOf = (dockerfile: string, ...options: readonly string[]) => buildLayers({ ...stage, dockerfile, options });

describe('what COPY brings', () => {
  it('is the content of a folder, and not the folder', async () => {
    await stage.world.write({ 'src/a': 'a', 'src/deep/b': 'b' });
    const [layer] = await layersOf('FROM scratch\nCOPY src /app\n');
    expect(namesOf(layer)).toEqual(['app/', 'app/a', 'app/deep/', 'app/deep/b']);
  });

  it('is a file, into a folder or under a new name', async () => {
    await stage.world.write({ a: 'a' });
    const layers = await layersOf('FROM scratch\nCOPY a /one/\nCOPY a /two\nCOPY a /one\n');
    expect(layers.map(namesOf)).toEqual([['one/', 'one/a'], ['two'], ['one/a']]);
  });

  it('is what a pattern matches, and nothing where nothing does', async () => {
    await stage.world.write({ 'a.txt': '1', 'b.txt': '2', 'c.md': '3' });
    const layers = await layersOf('FROM scratch\nCOPY *.txt /t/\nCOPY *.none /n/\n');
    expect(layers.map(namesOf)).toEqual([['t/', 't/a.txt', 't/b.txt']]);
  });

  it('is without what .dockerignore leaves out, but for what it takes back', async () => {
    await stage.world.write({
      '.dockerignore': '# notes\n**/*.log\nvendor\n!vendor/keep\nDockerfile\n.dockerignore\n',
      'a.log': '',
      'b/c.log': '',
      'b/d': '',
      'vendor/keep': '',
      'vendor/drop': '',
    });
    const [layer] = await layersOf('FROM scratch\nCOPY . /\n');
    expect(namesOf(layer)).toEqual(['b/', 'b/d', 'vendor/', 'vendor/keep']);
  });

  it('prefers the .dockerignore that is called after the Dockerfile', async () => {
    await stage.world.write({ '.dockerignore': 'a\n', 'Dockerfile.dockerignore': '*\n!a\n', a: '', b: '' });
    expect(namesOf((await layersOf('FROM scratch\nCOPY . /\n'))[0])).toEqual(['a']);
  });

  it('is without what --exclude names', async () => {
    await stage.world.write({ 'src/a': '', 'src/b.md': '', 'src/docs/c': '' });
    const [layer] = await layersOf('FROM scratch\nCOPY --exclude=*.md --exclude=docs src /app/\n');
    expect(namesOf(layer)).toEqual(['app/', 'app/a']);
  });

  it('keeps the folders above with --parents', async () => {
    await stage.world.write({ 'a/b/c/d': '' });
    const layers = await layersOf('FROM scratch\nCOPY --parents a/b/c/d /x/\nCOPY --parents a/./b/c /y/\n');
    expect(layers.map(namesOf)).toEqual([
      ['x/', 'x/a/', 'x/a/b/', 'x/a/b/c/', 'x/a/b/c/d'],
      ['y/', 'y/b/', 'y/b/c/', 'y/b/c/d'],
    ]);
  });

  it('has modes, links and times as they are, the times no newer than the epoch', async () => {
    await stage.world.write({ 'bin/run*': '#!/bin/sh\n', 'bin/old': '' });
    await symlink('run', join(stage.world.context, 'bin/alias'));
    await chmod(join(stage.world.context, 'bin/run'), 0o4750);
    await utimes(join(stage.world.context, 'bin/old'), 1_000, 1_000);
    const [layer] = await layersOf('FROM scratch\nCOPY bin /bin\n', '--source-date-epoch', '2000');
    expect(layer).toMatchObject([
      { name: 'bin/', type: 'directory', mtime: 2_000 },
      { name: 'bin/alias', type: 'symlink', linkname: 'run' },
      { name: 'bin/old', type: 'file', mode: 0o644, mtime: 1_000, uid: 0, gid: 0 },
      { name: 'bin/run', type: 'file', mode: 0o4750, mtime: 2_000 },
    ]);
  });

  it('belongs to whom --chown says, by number or by name, and has the mode of --chmod', async () => {
    await stage.world.write({
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
    await stage.world.write({ app: '' });
    await mkdir(join(stage.world.context, 'base'));
    await symlink('usr/bin', join(stage.world.context, 'base/bin'));
    await symlink('../../../../outside', join(stage.world.context, 'base/out'));
    const layers = await layersOf('FROM scratch\nCOPY base /\nCOPY app /bin/app\nCOPY app /out/\n');
    expect(layers.slice(1).map(namesOf)).toEqual([
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
    await pushImage(stage.registry.url, {
      repository: 'team/tools',
      tags: ['1'],
      files: { 'bin/tool': 'tool', 'bin/old': 'old', 'bin/.wh.gone': '', 'lib/x': 'x' },
    });
    await stage.world.write({ a: 'a' });
    const layers = await layersOf(
      `FROM ${stage.registry.host}/team/tools:1 AS tools\nCOPY --chown=7 a /bin/mine\nFROM scratch\nCOPY --from=tools /bin /bin\nCOPY --from=${stage.registry.host}/team/tools:1 /lib/x /x\n`,
    );
    expect(layers.map(namesOf)).toEqual([['bin/', 'bin/mine', 'bin/old', 'bin/tool'], ['x']]);
    expect(layers[0]).toMatchObject([{}, { uid: 7, text: 'a' }, {}, { text: 'tool', mode: 0o755 }]);
  });

  it('is on top of the layers of the base image', async () => {
    const files = { 'etc/passwd': 'app:x:11:12::/:\n' };
    await pushImage(stage.registry.url, { repository: 'team/base', tags: ['1'], files, labels: { from: 'base' } });
    await stage.world.write({ a: '' });
    const layers = await layersOf(`FROM ${stage.registry.host}/team/base:1\nCOPY --chown=app a /a\n`);
    expect(layers).toHaveLength(2);
    expect(layers[1]).toMatchObject([{ name: 'a', uid: 11, gid: 12 }]);
    const { images } = await stage.world.json('inspect', `${stage.registry.host}/built/app:1`);
    expect(images).toMatchObject([{ config: { Labels: { from: 'base' } } }]);
  });
});
