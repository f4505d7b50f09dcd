import type { Finding } from '../finding.js';
import { objectSchema } from '../schema.js';
import { fieldPath, schemaFindings } from '../schema-findings.js';
import { type ImageUpdaterDocument, imageUpdaterSchema } from './schema.js';

/** The status of a condition, and since when it has been that. */
export interface Transition {
  readonly status: string;
  readonly since: string;
}

/** An ImageUpdater: which Applications of its namespace are updated, and how. */
export interface ImageUpdater {
  readonly namespace: string;
  readonly name: string;
  readonly generation: number | undefined;
  readonly resourceVersion: string | undefined;
  /** What is to be done before it is gone for good. */
  readonly finalizers?: readonly string[] | undefined;
  /** Whether somebody has deleted it. */
  readonly isDeleted?: boolean | undefined;
  /** Since when conditions are as they are, by their types. */
  readonly transitions?: ReadonlyMap<string, Transition> | undefined;
  readonly spec: ImageUpdaterDocument['spec'];
}

/** The ImageUpdaters of a document, and what kept others from being read. */
export interface ReadImageUpdaters {
  readonly imageUpdaters: readonly ImageUpdater[];
  readonly findings: readonly Finding[];
}

/** Reads the ImageUpdaters of one Kubernetes object, be it one or a list. Any other object holds none, which is no finding. */
export function readImageUpdaters(document: unknown): ReadImageUpdaters {
  const object = objectSchema.safeParse(document);
  if (!object.success) return { imageUpdaters: [], findings: [] };
  const { apiVersion, kind, items } = object.data;
  if (kind === 'ImageUpdater' && apiVersion.startsWith('argocd-image-updater.argoproj.io/')) return readOne(document);
  const results = kind.endsWith('List') ? (items ?? []).map(readImageUpdaters) : [];
  return {
    imageUpdaters: results.flatMap(({ imageUpdaters }) => imageUpdaters),
    findings: results.flatMap(({ findings }) => findings),
  };
}

function readOne(document: unknown): ReadImageUpdaters {
  const parsed = imageUpdaterSchema.safeParse(document);
  if (!parsed.success) {
    return { imageUpdaters: [], findings: schemaFindings('image-updater-unreadable', parsed.error) };
  }
  const { metadata, spec, status } = parsed.data;
  const { name, namespace = '', generation, resourceVersion, finalizers, deletionTimestamp } = metadata;
  const conditions = (status?.conditions ?? []).flatMap(({ type, status: is, lastTransitionTime: since }) =>
    since === undefined ? [] : [[type, { status: is, since }] as const],
  );
  const imageUpdater: ImageUpdater = {
    namespace,
    name,
    generation,
    resourceVersion,
    ...(finalizers && { finalizers }),
    ...(deletionTimestamp && { isDeleted: true }),
    ...(conditions.length > 0 && { transitions: new Map(conditions) }),
    spec,
  };
  return { imageUpdaters: [imageUpdater], findings: [] };
}

/** How findings name a field of an ImageUpdater: `ImageUpdater argocd/main: spec.applicationRefs[0].namePattern`. */
export function imageUpdaterField({ namespace, name }: ImageUpdater, path: readonly PropertyKey[]): string {
  return `ImageUpdater ${namespace}/${name}: ${fieldPath(path)}`;
}
