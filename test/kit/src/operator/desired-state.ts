import { parseImageReference, withVersion, writtenName } from '@towline/shared/image';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** What a Deployment wants: so many processes of an image. */
export interface DesiredState {
  /** The name of the Deployment. */
  readonly name: string;
  readonly image: string;
  readonly replicas: number;
  readonly environment: Readonly<Record<string, string>>;
  /** A process that answers a GET of it with 2xx is ready. */
  readonly readinessPath: string;
  /** A rollout that stands still for so long has failed. */
  readonly progressDeadlineMs: number;
}

/** The files below the folder of an Application, by their paths in the repository. */
export type ManifestFiles = ReadonlyMap<string, string>;

/** Which files are meant. */
export interface ManifestPlace {
  /** Of the Application. */
  readonly application: string;
  /** The folder of its source. */
  readonly path: string;
}

const overrideSchema = z.object({
  name: z.string(),
  newName: z.string().optional(),
  newTag: z.string().optional(),
  digest: z.string().optional(),
});
type Override = z.output<typeof overrideSchema>;

const kustomizationSchema = z.object({
  resources: z.array(z.string()).default([]),
  images: z.array(overrideSchema).default([]),
});
const sourceSchema = z.object({ kustomize: z.object({ images: z.array(z.string()).default([]) }).optional() });
const containerSchema = z.object({
  image: z.string(),
  env: z.array(z.object({ name: z.string(), value: z.string().default('') })).default([]),
  readinessProbe: z.object({ httpGet: z.object({ path: z.string().default('/') }) }).optional(),
});
const deploymentSchema = z.object({
  kind: z.literal('Deployment'),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.number().int().min(0).max(16).default(1),
    progressDeadlineSeconds: z.number().min(1).default(600),
    template: z.object({ spec: z.object({ containers: z.tuple([containerSchema]) }) }),
  }),
});

/**
 * What the kustomization of a folder makes of its one Deployment with one container, with the images of `.argocd-source-<name>.yaml` laid over
 * it as Argo CD does: as much of Kustomize as a demonstration needs. Throws where there is something else.
 */
export function desiredState({ application, path }: ManifestPlace, files: ManifestFiles): DesiredState {
  const text = files.get(`${path}/kustomization.yaml`);
  if (text === undefined) throw new Error(`${path} has no kustomization.yaml`);
  const { resources, images } = kustomizationSchema.parse(parse(text));
  const { metadata, spec } = onlyDeployment(path, resources, files);
  const [container] = spec.template.spec.containers;
  return {
    name: metadata.name,
    image: overridden(container.image, [...images, ...overridesOfArgocd({ application, path }, files)]),
    replicas: spec.replicas,
    environment: Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
    readinessPath: container.readinessProbe?.httpGet.path ?? '/',
    progressDeadlineMs: spec.progressDeadlineSeconds * 1000,
  };
}

function onlyDeployment(path: string, resources: readonly string[], files: ManifestFiles) {
  const documents = resources.flatMap((file) => {
    const text = files.get(`${path}/${file}`);
    if (text === undefined) throw new Error(`${path}/kustomization.yaml names ${file}, which is not there`);
    return parseAllDocuments(text).map((document): unknown => document.toJS());
  });
  const deployments = documents.filter(
    (document) => z.object({ kind: z.literal('Deployment') }).safeParse(document).success,
  );
  if (deployments.length !== 1) throw new Error(`${path} has ${deployments.length} Deployments and not one`);
  return deploymentSchema.parse(deployments[0]);
}

/** `name:tag` or `old=new:tag`, as `kustomize edit set image` takes them. */
function overridesOfArgocd({ application, path }: ManifestPlace, files: ManifestFiles): readonly Override[] {
  const text = files.get(`${path}/.argocd-source-${application}.yaml`);
  const images = text === undefined ? [] : (sourceSchema.parse(parse(text)).kustomize?.images ?? []);
  return images.map((entry) => {
    const [from, to] = entry.includes('=') ? entry.split('=', 2) : [undefined, entry];
    const { tag, digest, ...reference } = parseImageReference(to ?? '');
    const newName = writtenName({ tag, digest, ...reference });
    return { name: from ?? newName, newName, newTag: tag, digest };
  });
}

/** The last override of a name counts. */
function overridden(image: string, overrides: readonly Override[]): string {
  const reference = parseImageReference(image);
  const override = overrides.findLast(({ name }) => name === writtenName(reference));
  if (override === undefined) return image;
  const named = parseImageReference(override.newName ?? override.name);
  const tag = override.newTag ?? (override.digest === undefined ? reference.tag : undefined);
  const written = withVersion(named, { tag }).original;
  return override.digest === undefined ? written : `${written}@${override.digest}`;
}
