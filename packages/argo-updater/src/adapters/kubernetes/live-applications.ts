import { errorCode } from '@towline/shared/errors';
import { type AnnotationChanges, annotationPatch } from '../../core/application/annotations/edit-annotations.js';
import { type Application, type ApplicationName, applicationKey } from '../../core/application/application.js';
import { readApplications } from '../../core/application/read-application.js';
import type { PatchOperation } from '../../core/manifest/live/argocd-patch.js';
import type { KubeClient } from './kube-client.js';
import { KubernetesError } from './kubernetes-error.js';
import { argocdApi, objectPath } from './resource-path.js';

interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** Live Applications by the Kubernetes API. */
export interface LiveApplications {
  /** Undefined where it is gone. */
  read(name: ApplicationName, waiting?: Waiting): Promise<Application | undefined>;
  /** Changes it. A conflict, where it is not any more as it was when the operations were made, is a value. */
  patch(
    name: ApplicationName,
    operations: readonly PatchOperation[],
    waiting?: Waiting,
  ): Promise<{ readonly kind: 'patched' | 'conflict' }>;
  /** Sets its annotations, and takes away those that are undefined. All others stay. */
  annotate(name: ApplicationName, changes: AnnotationChanges, waiting?: Waiting): Promise<void>;
}

/** {@link LiveApplications} of a cluster. */
export function createLiveApplications(client: KubeClient): LiveApplications {
  const pathOf = (name: ApplicationName): string => objectPath(argocdApi, 'applications', name);
  return {
    async read(name, { signal } = {}) {
      const object = await client.get(pathOf(name), { signal });
      if (object === undefined) return undefined;
      const { applications, findings } = readApplications(object, { kind: 'cluster' });
      const [application] = applications;
      if (application !== undefined) return application;
      const problem = findings[0]?.message ?? 'it is none';
      throw new KubernetesError(
        'kubernetes-answer',
        `The Application ${applicationKey(name)} cannot be read: ${problem}`,
      );
    },
    async patch(name, operations, { signal } = {}) {
      try {
        await client.jsonPatch({ path: pathOf(name), body: operations, signal });
        return { kind: 'patched' };
      } catch (error) {
        if (errorCode(error) === 'kubernetes-conflict') return { kind: 'conflict' };
        throw error;
      }
    },
    async annotate(name, changes, { signal } = {}) {
      await client.mergePatch({ path: pathOf(name), body: annotationPatch(changes), signal });
    },
  };
}
