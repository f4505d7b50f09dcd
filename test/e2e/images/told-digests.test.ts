import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import {
  type DockerRegistry,
  describeReal,
  type Podman,
  startDockerRegistry,
  startPodman,
} from '@towline/test-kit/real';
import { createImageFinder } from '../../../packages/jenkins-bridge/src/core/build/find-images.js';
import type { Registry } from '../../../packages/jenkins-bridge/src/core/pipeline/model/registry.js';
import { registryTool } from '../../../packages/jenkins-bridge/src/core/render/registry-tool.js';
import { createImageWorld, type ImageWorld } from './image-world.js';

describeReal('podman', 'the log of a pipeline', () => {
  let registry: DockerRegistry;
  let podman: Podman;
  let world: ImageWorld;
  beforeAll(async () => {
    registry = await startDockerRegistry();
    podman = await startPodman([registry]);
    world = await createImageWorld(podman.env);
    await world.write({ Dockerfile: 'FROM scratch\nCOPY busybox /bin/sh\n', 'busybox*': '' });
    await copyFile('/bin/busybox', join(world.context, 'busybox'));
    for (const builder of ['buildah', 'docker']) {
      await world.json('build', world.context, '--builder', builder, '-t', 'localhost/app:1');
    }
  });
  afterAll(async () => {
    await world.remove();
    await podman.stop();
    await registry.stop();
  });

  /** What a step `sh` writes, which tells each command before it runs it. */
  async function logOf(command: string, variables: Readonly<Record<string, string>>): Promise<string> {
    const env = { ...inheritedEnvironment(process.env, ['PATH']), ...podman.env, ...variables, BUILD_NUMBER: '7' };
    const args = ['-c', `exec 2>&1; set -xe\n${command}`];
    const { stdout } = await runProcess({ command: 'sh', args, env, maxOutputBytes: 1 << 20, timeoutMs: 120_000 });
    return Buffer.from(stdout).toString();
  }

  const place = (): Registry => ({ kind: 'oci', url: `https://${registry.host}`, prefix: '', auth: { kind: 'none' } });
  const name = (tag: string) => `${registry.host}/team/app:${tag}`;

  /** The image that a log tells of, and the one that the registry has. */
  async function toldAndThere(log: string, tag: string) {
    const finder = createImageFinder();
    for (const line of log.split('\n')) finder.line(line);
    const { digest } = await world.json('inspect', name(tag));
    return [finder.images(), [{ repository: `${registry.host}/team/app`, tag, digest }]];
  }

  describe.each(['docker', 'buildah', 'podman'] as const)('with %s', (builder) => {
    const tool = () => registryTool({ builder: { kind: builder }, registry: place() });

    it('tells the digest of what is pushed', async () => {
      const log = await logOf(tool().push('"$FROM"', '"$TO"'), { FROM: 'localhost/app:1', TO: name(builder) });
      const [told, there] = await toldAndThere(log, builder);
      expect(told).toEqual(there);
    });

    it('tells the digest of a copy', async () => {
      const log = await logOf(tool().copy('"$FROM"', '"$TO"'), { FROM: name(builder), TO: name(`${builder}-copy`) });
      const [told, there] = await toldAndThere(log, `${builder}-copy`);
      expect(told).toEqual(there);
    });
  });

  it.each(['buildah', 'podman'] as const)('tells the digest of an index that %s makes', async (builder) => {
    const tool = registryTool({ builder: { kind: builder }, registry: place(), severalPlatforms: true });
    const log = await logOf(tool.index('"$TO"', ['"$PART"']), { PART: name(builder), TO: name(`${builder}-index`) });
    const [told, there] = await toldAndThere(log, `${builder}-index`);
    expect(told).toEqual(there);
  });
});
