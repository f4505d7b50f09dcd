import { startDockerRegistry } from '@towline/test-kit/real';
import { type ImageToPush, pushImage, startRegistry } from '@towline/test-kit/registry';

/** A registry that images are pushed to as a builder does. */
export interface ImageRegistry {
  readonly host: string;
  readonly url: string;
  /** Gives the digest. */
  push(image: ImageToPush): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the fake, or the real docker-registry. */
export async function startImageRegistry(kind: 'fake' | 'real'): Promise<ImageRegistry> {
  const registry = kind === 'real' ? await startDockerRegistry() : await startRegistry();
  const { host, url } = registry;
  return { host, url, push: (image) => pushImage(url, image), stop: () => registry.stop() };
}
