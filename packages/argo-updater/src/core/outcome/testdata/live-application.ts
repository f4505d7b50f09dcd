import type { Application, ApplicationStatus } from '../../application/application.js';

/** A status of nothing but health. */
export const healthyStatus: ApplicationStatus = {
  sourceType: undefined,
  sourceTypes: [],
  images: [],
  sync: 'Synced',
  revisions: [],
  health: 'Healthy',
  healthMessage: undefined,
  operation: undefined,
};

/** An Application of the cluster that Argo CD syncs by itself, with this status. */
export function liveApplication(name: string, status: Partial<ApplicationStatus> = {}): Application {
  return {
    namespace: 'argocd',
    name,
    origin: { kind: 'cluster', uid: 'u', resourceVersion: '1' },
    annotations: {},
    labels: {},
    project: 'default',
    destination: { server: '', name: '', namespace: '' },
    automated: true,
    sources: { kind: 'none' },
    parent: undefined,
    status: { ...healthyStatus, ...status },
  };
}
