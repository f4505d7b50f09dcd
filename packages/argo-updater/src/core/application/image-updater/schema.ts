import * as z from 'zod';

const optional = <Type extends z.ZodType>(type: Type) =>
  type.nullish().transform((value): NonNullable<z.output<Type>> | undefined => value ?? undefined);

/** The settings of an update that can be given for everything, for a group of Applications and for one image. */
const updateSettingsSchema = z.object({
  updateStrategy: optional(z.string()),
  forceUpdate: optional(z.boolean()),
  allowTags: optional(z.string()),
  ignoreTags: optional(z.array(z.string())),
  pullSecret: optional(z.string()),
  platforms: optional(z.array(z.string())),
});

/** Where and how updates are written. */
const writeBackSettingsSchema = z.object({
  method: optional(z.string()),
  gitConfig: optional(
    z.object({
      repository: optional(z.string()),
      branch: optional(z.string()),
      writeBackTarget: optional(z.string()),
      pullRequest: optional(
        z.object({
          github: optional(z.object({})),
          gitlab: optional(z.object({})),
          labels: optional(z.array(z.string())),
        }),
      ),
    }),
  ),
});

/** Where an image stands in the rendered manifests. */
const manifestTargetsSchema = z.object({
  helm: optional(z.object({ name: optional(z.string()), tag: optional(z.string()), spec: optional(z.string()) })),
  kustomize: optional(z.object({ name: optional(z.string()) })),
  plugin: optional(z.object({ name: optional(z.string()), tag: optional(z.string()), spec: optional(z.string()) })),
});

/** Whether images must be signed, and by which key. */
const verificationSchema = z.object({
  enabled: optional(z.boolean()),
  cosignKey: optional(z.object({ secretName: z.string(), key: z.string() })),
});

const imageSchema = z.object({
  alias: z.string(),
  imageName: z.string(),
  commonUpdateSettings: optional(updateSettingsSchema),
  manifestTargets: optional(manifestTargetsSchema),
  imagesVerification: optional(verificationSchema),
});

/** A label selector; its operators are checked where it is used, as the API server leaves them to whoever reads it. */
const labelSelectorSchema = z.object({
  matchLabels: optional(z.record(z.string(), z.string())),
  matchExpressions: optional(
    z.array(z.object({ key: z.string(), operator: z.string(), values: optional(z.array(z.string())) })),
  ),
});

const applicationRefSchema = z.object({
  namePattern: z.string(),
  labelSelectors: optional(labelSelectorSchema),
  useAnnotations: optional(z.boolean()),
  images: optional(z.array(imageSchema)),
  commonUpdateSettings: optional(updateSettingsSchema),
  writeBackConfig: optional(writeBackSettingsSchema),
  imagesVerification: optional(verificationSchema),
});

const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  lastTransitionTime: optional(z.string()),
});

/** An ImageUpdater resource: its specification, and of its status what is written on. */
export const imageUpdaterSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: optional(z.string()),
    generation: optional(z.number()),
    resourceVersion: optional(z.string()),
    finalizers: optional(z.array(z.string())),
    deletionTimestamp: optional(z.string()),
  }),
  status: optional(z.object({ conditions: optional(z.array(conditionSchema)) })),
  spec: z.object({
    applicationRefs: z.array(applicationRefSchema).min(1),
    commonUpdateSettings: optional(updateSettingsSchema),
    writeBackConfig: optional(writeBackSettingsSchema),
    imagesVerification: optional(verificationSchema),
  }),
});

/** A label selector, as Kubernetes has it. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>> | undefined;
  readonly matchExpressions?:
    | readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] | undefined }[]
    | undefined;
}
/** A rule that selects Applications by name and labels and says what of them is updated. */
export type ApplicationRef = z.infer<typeof applicationRefSchema>;
/** An accepted ImageUpdater. */
export type ImageUpdaterDocument = z.infer<typeof imageUpdaterSchema>;
