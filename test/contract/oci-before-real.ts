import { startDockerRegistry } from '@towline/test-kit/real';
import { type RegistryOptions, startRegistry } from '@towline/test-kit/registry';

/** The kit's registry with its content in docker-registry; stopping it stops both. */
export async function startBeforeReal(options: RegistryOptions = {}) {
  const upstream = await startDockerRegistry();
  const registry = await startRegistry({ ...options, upstream }).catch(async (error: unknown) => {
    await upstream.stop();
    throw error;
  });
  return {
    url: registry.url,
    async stop() {
      await registry.stop();
      await upstream.stop();
    },
  };
}
