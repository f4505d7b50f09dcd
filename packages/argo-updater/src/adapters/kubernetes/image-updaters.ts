import { errorCode } from '@towline/shared/errors';
import type { ImageUpdater } from '../../core/application/image-updater/image-updater.js';
import type { KubeClient } from './kube-client.js';
import { imageUpdaterApi } from './read-cluster.js';
import { objectPath } from './resource-path.js';

interface Name {
  readonly namespace: string;
  readonly name: string;
}

interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** Writes what an ImageUpdater tells of itself. */
export interface ImageUpdaters {
  writeStatus(name: Name, status: object, waiting?: Waiting): Promise<void>;
  setFinalizers(imageUpdater: ImageUpdater, finalizers: readonly string[], waiting?: Waiting): Promise<void>;
}

/** {@link ImageUpdaters} of a cluster. One that is gone, or that changed meanwhile, is left alone. */
export function createImageUpdaters(client: KubeClient): ImageUpdaters {
  const pathOf = (name: Name): string => objectPath(imageUpdaterApi, 'imageupdaters', name);
  const patch = async (path: string, body: object, { signal }: Waiting): Promise<void> => {
    try {
      await client.mergePatch({ path, body, signal });
    } catch (error) {
      const code = errorCode(error);
      if (code !== 'kubernetes-not-found' && code !== 'kubernetes-conflict') throw error;
    }
  };
  return {
    writeStatus: (name, status, waiting = {}) => patch(`${pathOf(name)}/status`, { status }, waiting),
    setFinalizers(imageUpdater, finalizers, waiting = {}) {
      const { resourceVersion } = imageUpdater;
      return patch(pathOf(imageUpdater), { metadata: { finalizers, resourceVersion } }, waiting);
    },
  };
}
