import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runDeployTool } from '@towline/test-kit/real';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** The folder of what is deployed. */
export const deployFolder = fileURLToPath(new URL('../../deploy/', import.meta.url));

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
});

/** A Kubernetes object, as it is rendered. */
export type DeployedObject = z.infer<typeof objectSchema>;

/** Reads the documents of a YAML text. Keys that stand twice, and what is no object, are errors. */
export function readObjects(text: string): readonly DeployedObject[] {
  return parseAllDocuments(text, { merge: true }).flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const content: unknown = document.toJS({ maxAliasCount: 1_000 });
    return content === null ? [] : [objectSchema.parse(content)];
  });
}

/** Reads a file of objects. */
export async function readObjectFile(path: string): Promise<readonly DeployedObject[]> {
  return readObjects(await readFile(`${deployFolder}${path}`, 'utf8'));
}

/** What is installed, and with which values. */
export interface Release {
  readonly name?: string;
  readonly namespace?: string;
  readonly values?: object;
}

/** What `helm install` would create, without the definitions of `crds/`. */
export async function renderChart(release: Release = {}): Promise<readonly DeployedObject[]> {
  const { name = 'argo-updater', namespace = 'argocd', values = {} } = release;
  const text = await runDeployTool('helm', [
    'template',
    name,
    `${deployFolder}helm/argo-updater`,
    `--namespace=${namespace}`,
    '--kube-version=1.33.0',
    ...Object.entries(values).map(([key, value]) => `--set-json=${key}=${JSON.stringify(value)}`),
  ]);
  return readObjects(text);
}

/** What `kubectl apply -k` would create. */
export async function renderKustomization(path: string): Promise<readonly DeployedObject[]> {
  return readObjects(await runDeployTool('kustomize', ['build', `${deployFolder}kustomize/${path}`]));
}

/** The objects of a kind. */
export function ofKind(objects: readonly DeployedObject[], kind: string): readonly DeployedObject[] {
  return objects.filter((object) => object.kind === kind);
}
