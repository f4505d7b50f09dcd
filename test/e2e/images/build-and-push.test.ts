import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningRegistry, startRegistry } from '@towline/test-kit/registry';
import { createImageWorld, type ImageWorld } from './image-world.js';

describe('an image that is built and pushed', () => {
  let registry: RunningRegistry;
  let world: ImageWorld;
  beforeEach(async () => {
    registry = await startRegistry();
    world = await createImageWorld();
  });
  afterEach(async () => {
    await world.remove();
    await registry.stop();
  });

  it('is in the registry under all its names', async () => {
    await world.write({ Dockerfile: 'FROM scratch\nCOPY app /bin/\nENTRYPOINT ["/bin/app"]\n', 'app*': '#!/bin/sh\n' });
    const name = `${registry.host}/team/app`;
    const built = await world.json('build', world.context, '-t', `${name}:1.0`, '-t', `${name}:latest`, '--push');
    expect(registry.state.image('team/app', '1.0').digest).toBe(built.digest);
    expect(registry.state.image('team/app', 'latest').digest).toBe(built.digest);
    expect(built.pushed).toMatchObject([{ name: `${name}:1.0` }, { name: `${name}:latest`, bytesWritten: 0 }]);
  });
});
