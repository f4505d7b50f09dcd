import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { pushImage, startRegistry } from '@towline/test-kit/registry';
import { createImageWorld, useImageStage } from './image-world.js';

const stage = useImageStage();
beforeEach(async () => {
  await stage.world.write({ Dockerfile: 'FROM scratch\nCOPY app /app\nLABEL a=b\nENTRYPOINT ["/app"]\n', app: 'app' });
});

const name = (tag: string) => `${stage.registry.host}/team/app:${tag}`;

describe('image push', () => {
  it('pushes what was built before, and no blob twice', async () => {
    await stage.world.json('build', stage.world.context, '-t', name('push-1'), '-t', name('push-2'));
    const first = await stage.world.json('push', name('push-1'));
    const second = await stage.world.json('push', name('push-2'));
    expect(first).toMatchObject({ pushed: [{ name: name('push-1'), blobs: { written: 2 } }] });
    expect(second).toMatchObject({ pushed: [{ blobs: { written: 0, mounted: 0 }, bytesWritten: 0 }] });
  });

  it('asks for each blob once where a tag is pushed again', async () => {
    await stage.world.json('build', stage.world.context, '-t', name('again'));
    await stage.world.json('push', name('again'));
    stage.registry.requests.clear();
    await stage.world.json('push', name('again'));
    expect(stage.registry.requests.counts()).toEqual({ 'oci:base': 1, 'oci:manifest': 2 });
  });

  it('finds nothing that was not built', async () => {
    const ended = await stage.world.image('push', name('never-built'));
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('image-not-found') });
  });

  it('signs in with what docker login left', async () => {
    const login = { username: 'team', password: 'hunter2' };
    const closed = await startRegistry({ access: { kind: 'bearer', login } });
    const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');
    await writeFile(join(stage.world.folder, 'config.json'), JSON.stringify({ auths: { [closed.host]: { auth } } }));
    const built = await stage.world.json('build', stage.world.context, '-t', `${closed.host}/team/app:1`, '--push');
    expect(closed.state.image('team/app', '1').digest).toBe(built.digest);
    await writeFile(join(stage.world.folder, 'config.json'), '{}');
    const refused = await stage.world.image('build', stage.world.context, '-t', `${closed.host}/team/app:2`, '--push');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('registry-unauthorized') });
    expect(refused.stderr).not.toContain('hunter2');
    await closed.stop();
  });
});

describe('image build, in the words of buildx', () => {
  it('writes a layout, and pushes', async () => {
    const out = join(stage.world.folder, 'out');
    const words = ['--output', `type=oci,tar=false,dest=${out}`, '--output', `type=image,name=${name('x')},push=true`];
    const { digest } = await stage.world.json('build', stage.world.context, ...words);
    expect(await stage.world.json('inspect', `oci:${out}:${name('x')}`)).toMatchObject({ digest });
    expect(await stage.world.json('inspect', `oci:${out}`)).toMatchObject({ digest });
    expect(stage.registry.state.image('team/app', 'x').digest).toBe(digest);
  });
});

describe('image copy', () => {
  it('takes an image from a folder to a registry, and back', async () => {
    const [out, back] = [join(stage.world.folder, 'out'), join(stage.world.folder, 'back')];
    const { digest } = await stage.world.json('build', stage.world.context, '--layout', out);
    expect(await stage.world.json('copy', `oci:${out}`, name('copied'))).toMatchObject({ digest });
    expect(await stage.world.json('copy', name('copied'), `oci:${back}:1.0`)).toMatchObject({ digest });
    expect(await stage.world.json('inspect', `oci:${back}:1.0`)).toMatchObject({ digest });
  });

  it('takes one platform out of an index, and says which there are', async () => {
    await pushImage(stage.registry.url, {
      repository: 'team/multi',
      tags: ['1'],
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    const from = `${stage.registry.host}/team/multi:1`;
    await stage.world.json('copy', from, name('arm'), '--platform', 'linux/arm64');
    expect(await stage.world.json('inspect', name('arm'))).toMatchObject({ images: [{ platform: 'linux/arm64' }] });
    const { stderr } = await stage.world.image('copy', from, name('s390x'), '--platform', 'linux/s390x');
    expect(stderr).toContain('linux/amd64, linux/arm64');
  });

  it('refuses to write to a digest', async () => {
    const target = `${stage.registry.host}/team/app@sha256:${'a'.repeat(64)}`;
    expect(await stage.world.image('copy', name('x'), target)).toMatchObject({ code: 2 });
  });
});

describe('image inspect', () => {
  it('tells people what an image is', async () => {
    await stage.world.json('build', stage.world.context, '--platform', 'linux/amd64', '-t', name('seen'));
    const { stdout } = await stage.world.image('inspect', `local:${name('seen')}`);
    expect(stdout).toContain('  linux/amd64\n');
    expect(stdout).toContain('entrypoint  ["/app"]');
    expect(stdout).toContain('label       a=b');
  });

  it('writes nothing to the terminal that could control it', async () => {
    await pushImage(stage.registry.url, { repository: 'team/evil', tags: ['1'], labels: { a: '\u001b[2J' } });
    expect((await stage.world.image('inspect', `${stage.registry.host}/team/evil:1`)).stdout).not.toContain('\u001b');
  });

  it('gives the manifest byte by byte', async () => {
    const { digest } = await stage.world.json('build', stage.world.context, '-t', name('raw'), '--push');
    const { stdout } = await stage.world.image('inspect', '--raw', name('raw'));
    expect(`sha256:${createHash('sha256').update(stdout).digest('hex')}`).toBe(digest);
  });
});

describe('image tag', () => {
  it('takes a digest, and refuses what is no tag', async () => {
    const { digest } = await stage.world.json('build', stage.world.context, '-t', name('first'), '--push');
    await stage.world.json('tag', `${stage.registry.host}/team/app@${digest}`, 'second');
    expect(stage.registry.state.image('team/app', 'second').digest).toBe(digest);
    expect(await stage.world.image('tag', name('first'), 'a/b:c')).toMatchObject({ code: 2 });
  });
});

describe('image build', () => {
  it('builds the stage that --target names, with the values of --build-arg', async () => {
    await stage.world.write({
      Dockerfile: 'ARG V=1\nFROM scratch AS one\nARG V\nENV X=$V\nFROM scratch\nENV X=last\n',
    });
    const layout = join(stage.world.folder, 'target');
    await stage.world.json('build', stage.world.context, '--target', 'one', '--build-arg', 'V=2', '--layout', layout);
    const { images } = await stage.world.json('inspect', `oci:${layout}`);
    expect(images).toMatchObject([{ config: { Env: [expect.stringContaining('PATH='), 'X=2'] } }]);
  });

  it('takes a build argument without value from the environment', async () => {
    const other = await createImageWorld({ V: 'from outside' });
    await other.write({ Dockerfile: 'FROM scratch\nARG V\nENV X=$V\n' });
    await other.json('build', other.context, '--build-arg', 'V', '--layout', join(other.folder, 'out'));
    const { images } = await other.json('inspect', `oci:${join(other.folder, 'out')}`);
    expect(JSON.stringify(images)).toContain('X=from outside');
    await other.remove();
  });

  it('needs no registry for what is in the store, but for what its tags name now', async () => {
    await pushImage(stage.registry.url, { repository: 'team/base', tags: ['1'], files: { a: 'a' } });
    await stage.world.write({ Dockerfile: `FROM ${stage.registry.host}/team/base:1\nCOPY app /app\n` });
    await stage.world.json('build', stage.world.context, '--platform', 'linux/amd64');
    stage.registry.requests.clear();
    await stage.world.json('build', stage.world.context, '--platform', 'linux/amd64');
    expect(stage.registry.requests.count('oci:blob')).toBe(0);
  });

  it('refuses a base that is for another platform', async () => {
    await pushImage(stage.registry.url, { repository: 'team/arm', tags: ['1'], platforms: ['linux/arm64'] });
    await stage.world.write({ Dockerfile: `FROM ${stage.registry.host}/team/arm:1\n` });
    const { stderr } = await stage.world.image('build', stage.world.context, '--platform', 'linux/amd64');
    expect(stderr).toContain('is for linux/arm64, and not for linux/amd64');
  });

  it('mends a store whose notes are damaged', async () => {
    const cache = join(stage.world.folder, 'store');
    const first = await stage.world.json('build', stage.world.context, '--cache', cache);
    for (const note of await readdir(join(cache, 'written'))) await writeFile(join(cache, 'written', note), '{"half');
    await rm(join(cache, 'blobs'), { recursive: true });
    expect((await stage.world.json('build', stage.world.context, '--cache', cache)).digest).toBe(first.digest);
  });

  it('copies what a link of the context names, and no further than the context', async () => {
    await mkdir(join(stage.world.folder, 'outside'));
    await writeFile(join(stage.world.folder, 'outside', 'secret'), 'secret');
    await symlink('../outside', join(stage.world.context, 'out'));
    await symlink('app', join(stage.world.context, 'alias'));
    await stage.world.write({ Dockerfile: 'FROM scratch\nCOPY alias /x\nCOPY out/secret /y\n' });
    const { stderr } = await stage.world.image('build', stage.world.context);
    expect(stderr).toContain('image-source-missing');
    expect(stderr).toContain('out/secret');
  });

  it.each([
    ['a name that is none', ['-t', 'Not A Name']],
    ['a name with a digest', ['-t', `a@sha256:${'a'.repeat(64)}`]],
    ['a platform that is none', ['--platform', 'linux']],
    ['--push without a name', ['--push']],
    ['a label without a value', ['--label', 'a']],
    ['a time that is none', ['--source-date-epoch', 'yesterday']],
    ['a builder that is none', ['--builder', 'kaniko']],
  ])('refuses %s as wrong usage', async (_what, options) => {
    expect(await stage.world.image('build', stage.world.context, ...options)).toMatchObject({ code: 2, stdout: '' });
  });

  it('says that there is no Dockerfile', async () => {
    const { stderr } = await stage.world.image('build', join(stage.world.folder, 'nowhere'));
    expect(stderr).toContain('there is no such file');
  });

  it('ends within --timeout', async () => {
    const slow = await startRegistry();
    slow.faults.add({ effect: 'silence' });
    const ended = await stage.world.image(
      'build',
      stage.world.context,
      '-t',
      `${slow.host}/a/b:1`,
      '--push',
      '--timeout',
      '300ms',
    );
    expect(ended.code).toBe(4);
    await slow.stop();
  });
});
