import * as z from 'zod';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const textMap = z.record(z.string(), z.string()).nullish();

const sourceSchema = z.object({
  repoURL: text,
  path: text,
  chart: text,
  targetRevision: text,
  ref: text,
  helm: z
    .object({
      parameters: z.array(z.object({ name: text, value: text, forceString: z.boolean().nullish() })).nullish(),
      valueFiles: texts,
      values: text,
      valuesObject: z.unknown().optional(),
    })
    .nullish(),
  kustomize: z.object({ images: texts }).nullish(),
  plugin: z.object({ env: z.array(z.object({ name: z.string(), value: z.string() })).nullish() }).nullish(),
  directory: z.object({ recurse: z.boolean().nullish(), include: text, exclude: text }).nullish(),
});

const specSchema = z.object({
  project: text,
  destination: z.object({ server: text, name: text, namespace: text }).nullish(),
  source: sourceSchema.nullish(),
  sources: z.array(sourceSchema).nullish(),
  sourceHydrator: z
    .object({ drySource: sourceSchema, syncSource: z.object({ targetBranch: text }).nullish() })
    .nullish(),
  syncPolicy: z.object({ automated: z.object({ enabled: z.boolean().nullish() }).nullish() }).nullish(),
});

const metadataSchema = z.object({
  name: text,
  namespace: text,
  uid: text,
  resourceVersion: text,
  annotations: textMap,
  labels: textMap,
});

const statusSchema = z.object({
  sourceType: text,
  sourceTypes: z.array(z.string().nullable()).nullish(),
  summary: z.object({ images: texts }).nullish(),
  sync: z.object({ status: text, revision: text, revisions: texts }).nullish(),
  health: z.object({ status: text, message: text }).nullish(),
  operationState: z.object({ phase: text, message: text, startedAt: text }).nullish(),
});

/** The form of an Application: what we read of it, as tolerant of absent and null fields as the API server. */
export const applicationSchema = z.object({
  metadata: metadataSchema,
  spec: specSchema,
  status: statusSchema.nullish(),
});

/** The form of an ApplicationSet: its template is an Application in all but kind. */
export const applicationSetSchema = z.object({
  metadata: z.object({ name: text, namespace: text }),
  spec: z.object({ template: z.object({ metadata: metadataSchema.nullish(), spec: specSchema }) }),
});

/** Any Kubernetes object: enough to tell its kind. */
export const objectSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  items: z.array(z.unknown()).nullish(),
});

/** An accepted Application. */
export type ApplicationDocument = z.infer<typeof applicationSchema>;

/** An accepted source of an Application. */
export type SourceDocument = z.infer<typeof sourceSchema>;
