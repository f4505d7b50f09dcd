import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DockerRegistry, describeReal, freePort, startDockerRegistry } from '@towline/test-kit/real';
import {
  buildImage,
  type EcrImageEvent,
  pushImage,
  type RunningRegistry,
  startRegistry,
} from '@towline/test-kit/registry';
import { ask } from '@towline/test-kit/serve';

const recipe = { platforms: ['linux/amd64', 'linux/arm64'] };
const { root, children } = buildImage(recipe);

describeReal('docker-registry', 'the ECR API before docker-registry', () => {
  const events: EcrImageEvent[] = [];
  let arrived: () => void = () => undefined;
  let upstream: DockerRegistry;
  let registry: RunningRegistry;
  const start = (port: number) =>
    startRegistry({
      upstream,
      port,
      onEvent: (event) => {
        events.push(event);
        arrived();
      },
    });
  beforeAll(async () => {
    const port = await freePort();
    upstream = await startDockerRegistry({ notify: `http://127.0.0.1:${port}/_notifications` });
    registry = await start(port);
  });
  afterAll(async () => {
    await registry.stop();
    await upstream.stop();
  });

  it('learns of what is pushed past it, with the time of the push, and tells it', async () => {
    const before = Date.now();
    const told = new Promise<void>((resolve) => {
      arrived = () => {
        if (events.some(({ detail }) => detail['image-tag'] === '1.0')) resolve();
      };
    });
    await pushImage(upstream.url, { repository: 'team/app', tags: ['1.0'], ...recipe });
    await told;
    const image = registry.state.image('team/app', '1.0');
    expect([image.digest, image.bytes.equals(root.bytes)]).toEqual([root.digest, true]);
    expect(image.pushedAt).toBeGreaterThanOrEqual(before - 1);
    expect(image.pushedAt).toBeLessThanOrEqual(Date.now());
    expect(registry.state.image('team/app', children[0]?.digest ?? '').digest).toBe(children[0]?.digest);
  });

  it('puts what is pushed to it into docker-registry', async () => {
    await pushImage(registry.url, { repository: 'team/through', tags: ['1.0'], ...recipe });
    const reply = await ask(`${upstream.url}/v2/team/through/manifests/1.0`, { headers: { accept: root.mediaType } });
    expect(reply.body.equals(root.bytes)).toBe(true);
  });

  it('finds everything again when it is started anew', async () => {
    await pushImage(upstream.url, { repository: 'team/kept', tags: ['1.0', '1.1'], ...recipe });
    await registry.stop();
    registry = await start(registry.port);
    const { images, tags } = registry.state.repositories.find('team/kept');
    expect([[...tags.keys()].sort(), images.size]).toEqual([['1.0', '1.1'], 3]);
  });
});
