/** The hops of a whole play, in their order. */
export const hopsInOrder = [
  'lab-ready',
  'first-deployed',
  'commit-pushed',
  'pipeline-succeeded',
  'image-pushed',
  'event-received',
  'plan-shown',
  'manifests-committed',
  'operator-deployed',
  'page-changed',
  'test-failed',
  'nothing-pushed',
  'reverted',
  'old-version-back',
  'revert-sticks',
  'newer-build-goes-through',
  'replicas-changed',
  'two-processes',
  'process-killed',
  'drift-repaired',
  'crashing-version-committed',
  'people-told',
  'reverted-by-updater',
  'nobody-noticed',
] as const;

/** The parts that a demo starts, by the names that it gives them. */
export const partNames = [
  'the Git server',
  'the queue',
  'the registry',
  'the cluster',
  'the operator',
  'argo-updater',
  'jenkins-bridge',
] as const;
