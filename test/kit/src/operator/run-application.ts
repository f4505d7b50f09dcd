import { errorMessage } from '@towline/shared/errors';
import type { OperatedApplication } from './cluster.js';
import type { Deployment } from './deployment.js';
import { type DesiredState, desiredState } from './desired-state.js';
import type { ManifestRevision } from './manifest-source.js';

/** The status of an Application as Argo CD writes it. */
export interface ApplicationStatus {
  readonly sourceType: 'Kustomize';
  readonly sync: { readonly status: 'Synced' | 'OutOfSync' | 'Unknown'; readonly revision?: string };
  readonly health: { readonly status: string; readonly message: string | null };
  readonly summary: { readonly images: readonly string[] };
}

/** One round with an Application: what its status is now, and what is left to do about it. */
export interface Round {
  readonly status: ApplicationStatus;
  /** Brings what runs to what is wanted, where these differ; undefined where nothing is to be done. */
  readonly sync: (() => void) | undefined;
}

/** Compares an Application's manifests with what runs. */
export interface ApplicationRunner {
  round(application: OperatedApplication): Promise<Round>;
}

/** Runs one Application by one Deployment. What cannot be read changes nothing that runs. */
export function createApplicationRunner(
  deployment: Deployment,
  read: () => Promise<ManifestRevision>,
): ApplicationRunner {
  let applied: DesiredState | undefined;
  return {
    async round({ metadata: { name }, spec }) {
      const { health, message = null, images } = deployment.status();
      const running = { sourceType: 'Kustomize', health: { status: health, message }, summary: { images } } as const;
      let wanted: { readonly revision: string; readonly desired: DesiredState };
      try {
        const { revision, files } = await read();
        wanted = { revision, desired: desiredState({ application: name, path: spec.source.path }, files) };
      } catch (error) {
        const unknown = { status: running.health.status, message: errorMessage(error) };
        return { status: { ...running, health: unknown, sync: { status: 'Unknown' } }, sync: undefined };
      }
      const { revision, desired } = wanted;
      if (JSON.stringify(applied) === JSON.stringify(desired)) {
        return { status: { ...running, sync: { status: 'Synced', revision } }, sync: undefined };
      }
      const sync = (): void => {
        applied = desired;
        deployment.apply(desired);
      };
      const automated = spec.syncPolicy?.automated?.enabled === true;
      return {
        status: { ...running, sync: { status: 'OutOfSync', revision } },
        sync: automated ? sync : undefined,
      };
    },
  };
}
