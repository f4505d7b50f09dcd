import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createSkopeo,
  type DockerRegistry,
  describeReal,
  type Podman,
  type Skopeo,
  startDockerRegistry,
  startPodman,
} from '@towline/test-kit/real';
import { createImageWorld, type ImageWorld } from './image-world.js';

const busybox = '/bin/busybox';

describeReal('docker-registry', 'images in docker-registry', () => {
  let registry: DockerRegistry;
  let world: ImageWorld;
  beforeAll(async () => {
    registry = await startDockerRegistry();
    world = await createImageWorld();
    await world.write({
      Dockerfile: 'FROM scratch\nARG TARGETARCH\nCOPY app /app-$TARGETARCH\nLABEL made="by towline"\nCMD ["/app"]\n',
      app: 'app\n',
    });
  });
  afterAll(async () => {
    await world.remove();
    await registry.stop();
  });

  const name = (tag: string, repository = 'team/app') => `${registry.host}/${repository}:${tag}`;
  const platforms = ['--platform', 'linux/amd64,linux/arm64'];

  it('are pushed, and a second tag sends no blob', async () => {
    const first = await world.json('build', world.context, ...platforms, '-t', name('1'), '--push');
    const second = await world.json('build', world.context, ...platforms, '-t', name('2'), '--push');
    expect(first.pushed).toMatchObject([{ digest: first.digest, bytesWritten: expect.any(Number) }]);
    expect(second.pushed).toMatchObject([{ digest: first.digest, bytesWritten: 0 }]);
  });

  it('are mounted from repository to repository', async () => {
    const copied = await world.json('copy', name('1'), name('1', 'team/copy'));
    expect(copied).toMatchObject({ bytesWritten: 0, blobs: { written: 0, mounted: 4 } });
    expect((await world.json('inspect', name('1', 'team/copy'))).digest).toBe(copied.digest);
  });

  it('get more tags where they are', async () => {
    const { digest } = await world.json('tag', name('1'), 'stable', 'latest');
    expect((await world.json('inspect', name('latest'))).digest).toBe(digest);
  });

  it('become an index, and are taken out of one', async () => {
    await world.json('copy', name('1'), name('amd', 'team/parts'), '--platform', 'linux/amd64');
    await world.json('copy', name('1'), name('arm', 'team/parts'), '--platform', 'linux/arm64');
    await world.json('index', name('both', 'team/joined'), name('amd', 'team/parts'), name('arm', 'team/parts'));
    expect(await world.json('inspect', name('both', 'team/joined'))).toMatchObject({
      images: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64' }],
    });
    const again = await world.image('index', name('x', 'team/joined'), name('amd', 'team/parts'), name('1'));
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('image-platform-twice') });
  });

  it('are bases of other images, whose layers are mounted from theirs', async () => {
    await world.write({ 'Dockerfile.child': `FROM ${name('1')}\nCOPY app /second\n` });
    const child = [
      'build',
      '-f',
      join(world.context, 'Dockerfile.child'),
      world.context,
      '-t',
      name('child'),
      '--push',
    ];
    await world.json(...child);
    const other = name('child', 'team/child');
    await world.json('build', '-f', join(world.context, 'Dockerfile.child'), world.context, '-t', other);
    expect(await world.json('push', other)).toMatchObject({ pushed: [{ blobs: { mounted: 3, written: 0 } }] });
    const { images } = await world.json('inspect', name('child'));
    expect(images).toMatchObject([{ config: { Labels: { made: 'by towline' }, Cmd: ['/app'] }, layers: [{}, {}] }]);
  });

  describeReal('skopeo', 'read by skopeo', () => {
    let skopeo: Skopeo;
    beforeAll(async () => {
      skopeo = await createSkopeo([]);
    });
    afterAll(() => skopeo.remove());

    it('are inspected', async () => {
      const args = ['inspect', '--tls-verify=false', '--override-arch', 'arm64', `docker://${name('1')}`];
      expect(JSON.parse(await skopeo.run(...args))).toMatchObject({
        Architecture: 'arm64',
        Labels: { made: 'by towline' },
      });
    });

    it('are copied out of the registry, out of an OCI folder and out of an archive', async () => {
      const folder = join(world.folder, 'layout');
      const archive = join(world.folder, 'layout.tar');
      await world.json('build', world.context, ...platforms, '-t', 'app:1', '--layout', folder);
      const { digest } = await world.json('build', world.context, ...platforms, '-t', 'app:1', '--layout', archive);
      const sources = [
        `docker://${name('1')}`,
        `oci:${folder}:docker.io/library/app:1`,
        `oci-archive:${archive}:docker.io/library/app:1`,
      ];
      for (const [index, source] of sources.entries()) {
        const target = `docker://${name(`s${index}`, 'team/skopeo')}`;
        await skopeo.run('copy', '--all', '--src-tls-verify=false', '--dest-tls-verify=false', source, target);
        expect((await world.json('inspect', name(`s${index}`, 'team/skopeo'))).digest).toBe(digest);
      }
    });
  });
});

describeReal('podman', 'images in podman', () => {
  let registry: DockerRegistry;
  let podman: Podman;
  let world: ImageWorld;
  beforeAll(async () => {
    registry = await startDockerRegistry({ tls: true, auth: true });
    podman = await startPodman([registry]);
    world = await createImageWorld(podman.env);
  });
  afterAll(async () => {
    await world.remove();
    await podman.stop();
    await registry.stop();
  });

  describe('built by towline', () => {
    it('run there', async () => {
      await world.write({
        Dockerfile:
          'FROM scratch\nCOPY busybox /bin/sh\nCOPY --chmod=755 hello /bin/\nENV WHO=towline\nWORKDIR /work\nENTRYPOINT ["/bin/hello"]\n',
        'busybox*': '',
        hello: '#!/bin/sh\necho "hello $WHO in $(pwd)"\n',
      });
      await copyFile(busybox, join(world.context, 'busybox'));
      const archive = join(world.folder, 'app.tar');
      await world.json('build', world.context, '-t', 'localhost/hello:1', '--layout', archive);
      const loaded = await podman.docker(['load', '--input', archive]);
      const image = /Loaded image[^:]*: (\S+)/.exec(loaded)?.[1] ?? '';
      expect(await podman.docker(['run', '--rm', '--network', 'host', image])).toBe('hello towline in /work\n');
    });
  });

  describe('built by an engine', () => {
    const name = (tag: string) => `${registry.host}/engine/app:${tag}`;
    beforeAll(async () => {
      await world.write({
        Dockerfile:
          'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "touch", "/made"]\nCMD ["/bin/busybox", "ls"]\n',
        'busybox*': '',
      });
      await copyFile(busybox, join(world.context, 'busybox'));
    });

    it.each(['docker', 'buildah', 'podman'] as const)('%s runs what it has to and pushes', async (builder) => {
      const isolation = builder === 'docker' ? [] : ['--engine-arg=--isolation=chroot'];
      const built = await world.json(
        'build',
        world.context,
        '--builder',
        builder,
        ...isolation,
        '-t',
        name(builder),
        '--push',
      );
      expect(built).toMatchObject({ builder, pushed: [{ name: name(builder), digest: built.digest }] });
    });

    it('towline says who could', async () => {
      const { code, stderr } = await world.image('build', world.context);
      expect(code).toBe(1);
      expect(stderr).toContain('--builder docker, buildx, buildah or podman');
    });
  });
});
