import { errorCode } from '@towline/shared/errors';
import type { ApplicationName } from '../../core/application/application.js';
import type { KubeClient } from './kube-client.js';
import { argocdApi, objectPath } from './resource-path.js';

/** A JSON merge patch of an Application; the resourceVersion in it says which state it was made for. */
export interface ApplicationPatch {
  readonly name: ApplicationName;
  readonly patch: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

/** What a patch came to. A conflict is a value: the Application is read and planned again. */
export type PatchOutcome = { readonly kind: 'patched' } | { readonly kind: 'conflict' };

/** Patches a live Application. */
export async function patchApplication(
  client: KubeClient,
  { name, patch, signal }: ApplicationPatch,
): Promise<PatchOutcome> {
  try {
    await client.mergePatch({ path: objectPath(argocdApi, 'applications', name), body: patch, signal });
    return { kind: 'patched' };
  } catch (error) {
    if (errorCode(error) === 'kubernetes-conflict') return { kind: 'conflict' };
    throw error;
  }
}
