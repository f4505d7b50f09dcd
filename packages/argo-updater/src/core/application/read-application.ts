import type { z } from 'zod';
import { knownAnnotations } from './annotations/annotation-key.js';
import type {
  Application,
  ApplicationName,
  ApplicationOrigin,
  ApplicationSource,
  ApplicationSources,
  ApplicationStatus,
  SourceType,
} from './application.js';
import type { Finding } from './finding.js';
import {
  type ApplicationDocument,
  applicationSchema,
  applicationSetSchema,
  objectSchema,
  type SourceDocument,
} from './schema.js';
import { schemaFindings } from './schema-findings.js';

/** Where a document came from: a server, or a place in a file. */
export type DocumentPlace =
  | { readonly kind: 'cluster' }
  | Omit<ApplicationOrigin & { readonly kind: 'manifest' }, 'path'>;

/** The Applications of a document, and what kept others from being read. */
export interface ReadApplications {
  readonly applications: readonly Application[];
  readonly findings: readonly Finding[];
}

const nothing: ReadApplications = { applications: [], findings: [] };

/**
 * Reads the Applications of one Kubernetes object: an Application, the template of an ApplicationSet, or a list of those. Any other
 * object holds none, which is no finding.
 */
export function readApplications(document: unknown, place: DocumentPlace): ReadApplications {
  return readAt(document, place, []);
}

function readAt(document: unknown, place: DocumentPlace, path: readonly (string | number)[]): ReadApplications {
  const object = objectSchema.safeParse(document);
  if (!object.success) return nothing;
  const { apiVersion, kind, items } = object.data;
  if (apiVersion.startsWith('argoproj.io/')) {
    if (kind === 'Application') return readApplication(document, place, path);
    if (kind === 'ApplicationSet') return readTemplate(document, place, path);
  }
  if (!kind.endsWith('List') || !items) return nothing;
  const results = items.map((item, index) => readAt(item, place, [...path, 'items', index]));
  return {
    applications: results.flatMap(({ applications }) => applications),
    findings: results.flatMap(({ findings }) => findings),
  };
}

function readApplication(
  document: unknown,
  place: DocumentPlace,
  path: readonly (string | number)[],
): ReadApplications {
  const parsed = applicationSchema.safeParse(document);
  if (!parsed.success) return unreadable(parsed.error, path);
  return { applications: [toApplication(parsed.data, originOf(parsed.data, place, path))], findings: [] };
}

function readTemplate(document: unknown, place: DocumentPlace, path: readonly (string | number)[]): ReadApplications {
  const parsed = applicationSetSchema.safeParse(document);
  if (!parsed.success) return unreadable(parsed.error, path);
  // The set in a cluster is served through the Applications it made.
  if (place.kind === 'cluster') return nothing;
  const { metadata, spec } = parsed.data;
  const template = spec.template.metadata;
  const application: ApplicationDocument = {
    metadata: {
      ...template,
      name: template?.name ?? metadata.name,
      namespace: template?.namespace ?? metadata.namespace,
    },
    spec: spec.template.spec,
  };
  const origin: ApplicationOrigin = { ...place, path: [...path, 'spec', 'template'] };
  return { applications: [toApplication(application, origin)], findings: [] };
}

function originOf(
  { metadata }: ApplicationDocument,
  place: DocumentPlace,
  path: readonly (string | number)[],
): ApplicationOrigin {
  if (place.kind === 'manifest') return { ...place, path };
  return { kind: 'cluster', uid: metadata.uid ?? '', resourceVersion: metadata.resourceVersion ?? '' };
}

function unreadable(error: z.ZodError, path: readonly (string | number)[]): ReadApplications {
  return { applications: [], findings: schemaFindings('application-unreadable', error, path) };
}

function toApplication({ metadata, spec, status }: ApplicationDocument, origin: ApplicationOrigin): Application {
  const name = { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
  return {
    ...name,
    origin,
    annotations: knownAnnotations(metadata.annotations ?? {}),
    labels: metadata.labels ?? {},
    project: spec.project ?? '',
    destination: {
      server: spec.destination?.server ?? '',
      name: spec.destination?.name ?? '',
      namespace: spec.destination?.namespace ?? '',
    },
    automated: spec.syncPolicy?.automated ? spec.syncPolicy.automated.enabled !== false : false,
    sources: toSources(spec),
    parent: parentOf(metadata, name),
    status: status ? toStatus(status) : origin.kind === 'cluster' ? toStatus({}) : undefined,
  };
}

// Argo CD's own order: a hydrator hides `sources`, and `sources` hide `source`.
function toSources({ source, sources, sourceHydrator }: ApplicationDocument['spec']): ApplicationSources {
  if (sourceHydrator) {
    const syncBranch = sourceHydrator.syncSource?.targetBranch ?? '';
    return { kind: 'hydrated', dry: toSource(sourceHydrator.drySource), syncBranch };
  }
  const [first, ...rest] = (sources ?? []).map(toSource);
  if (first) return { kind: 'multiple', sources: [first, ...rest] };
  return source ? { kind: 'single', source: toSource(source) } : { kind: 'none' };
}

function toSource(source: SourceDocument): ApplicationSource {
  const { helm, kustomize, plugin, directory } = source;
  return {
    repository: source.repoURL ?? '',
    path: source.path ?? '',
    chart: source.chart || undefined,
    targetRevision: source.targetRevision ?? '',
    ref: source.ref || undefined,
    helm: helm ? toHelm(helm) : undefined,
    kustomize: kustomize ? { images: kustomize.images ?? [] } : undefined,
    plugin: plugin ? { env: plugin.env ?? [] } : undefined,
    directory: directory
      ? {
          recurse: directory.recurse ?? false,
          include: directory.include || undefined,
          exclude: directory.exclude || undefined,
        }
      : undefined,
  };
}

function toHelm(helm: NonNullable<SourceDocument['helm']>): NonNullable<ApplicationSource['helm']> {
  return {
    parameters: (helm.parameters ?? []).map(({ name, value, forceString }) => ({
      name: name ?? '',
      value: value ?? '',
      forceString: forceString ?? false,
    })),
    valueFiles: helm.valueFiles ?? [],
    values: helm.values || undefined,
    valuesObject: helm.valuesObject ?? undefined,
  };
}

function toStatus(status: NonNullable<ApplicationDocument['status']>): ApplicationStatus {
  const { sync, health, operationState } = status;
  return {
    sourceType: sourceTypes.get(status.sourceType ?? ''),
    sourceTypes: (status.sourceTypes ?? []).map((type) => sourceTypes.get(type ?? '')),
    images: status.summary?.images ?? [],
    sync: sync?.status || undefined,
    revisions: sync?.revisions ?? (sync?.revision ? [sync.revision] : []),
    health: health?.status || undefined,
    healthMessage: health?.message || undefined,
    operation: operationState?.phase
      ? {
          phase: operationState.phase,
          message: operationState.message || undefined,
          startedAt: operationState.startedAt || undefined,
        }
      : undefined,
  };
}

const sourceTypes: ReadonlyMap<string, SourceType> = new Map(
  (['Helm', 'Kustomize', 'Plugin', 'Directory'] as const).map((type) => [type, type]),
);

/** `name:group/kind:namespace/name`, where the first name is `namespace_name` outside Argo CD's own namespace. */
const trackingAnnotation = 'argocd.argoproj.io/tracking-id';
const trackingLabel = 'app.kubernetes.io/instance';

function parentOf(metadata: ApplicationDocument['metadata'], self: ApplicationName): ApplicationName | undefined {
  const instance = metadata.annotations?.[trackingAnnotation]?.split(':')[0] ?? metadata.labels?.[trackingLabel] ?? '';
  const [first = '', second] = instance.split('_');
  const parent = second === undefined ? { namespace: '', name: first } : { namespace: first, name: second };
  return parent.name === '' || (parent.name === self.name && parent.namespace === '') ? undefined : parent;
}
