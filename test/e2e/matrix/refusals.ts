import { z } from 'zod';
import type { ClusterObject } from '../world/cluster.js';

/** The namespace of the Applications that are refused: a pass looks at it alone. */
export const refusedNamespace = 'refused';

/** A source with a write target that makes no sense for it. */
export interface Refusal {
  readonly name: string;
  readonly spec: object;
  readonly sourceType: string;
  readonly target: string | undefined;
  readonly method?: string;
  /** Where it is not the one of the source. */
  readonly repository?: string;
  /** The code that tells why, and a part of what people read. */
  readonly code: string;
  readonly says: string;
}

const chart = { source: { repoURL: 'https://charts.example.com', chart: 'web', targetRevision: '18.2.3' } };
const folder = { source: { repoURL: 'GIT', targetRevision: 'main', path: 'refused' } };

/** Every combination that is refused, with what it is refused with. */
export const refusals: readonly Refusal[] = [
  {
    name: 'chart--override',
    spec: chart,
    sourceType: 'Helm',
    target: undefined,
    repository: 'GIT',
    code: 'write-back-not-read',
    says: 'Argo CD reads no override file for it',
  },
  {
    name: 'chart--helmvalues',
    spec: chart,
    sourceType: 'Helm',
    target: 'helmvalues',
    code: 'write-back-repository',
    says: 'to which nothing can be committed',
  },
  {
    name: 'chart--manifests',
    spec: chart,
    sourceType: 'Helm',
    target: 'manifests',
    code: 'write-back-repository',
    says: 'to which nothing can be committed',
  },
  {
    name: 'directory--argocd',
    spec: folder,
    sourceType: 'Directory',
    target: undefined,
    method: 'argocd',
    code: 'application-type',
    says: 'the source is of type Directory, for which Argo CD has no image override',
  },
  {
    name: 'directory--override',
    spec: folder,
    sourceType: 'Directory',
    target: undefined,
    code: 'application-type',
    says: 'the source is of type Directory, for which Argo CD has no image override',
  },
  {
    name: 'directory--application',
    spec: folder,
    sourceType: 'Directory',
    target: 'application:refused/app.yaml',
    code: 'override-type',
    says: 'the source is of type Directory, for which Argo CD has no image override',
  },
  {
    name: 'directory--kustomization',
    spec: folder,
    sourceType: 'Directory',
    target: 'kustomization',
    code: 'manifest-missing',
    says: 'kustomization',
  },
  {
    name: 'hydrated-directory--override',
    spec: { sourceHydrator: { drySource: folder.source, syncSource: { targetBranch: 'x', path: 'x' } } },
    sourceType: 'Directory',
    target: undefined,
    code: 'override-type',
    says: 'refused has neither a kustomization nor a chart',
  },
  {
    name: 'kustomize--kustomization-file',
    spec: folder,
    sourceType: 'Kustomize',
    target: 'refused/kustomization.yaml',
    code: 'write-back-target',
    says: 'is a kustomization, which image overrides would replace',
  },
  {
    name: 'plugin--kustomization',
    spec: { source: { ...folder.source, plugin: { name: 'jsonnet' } } },
    sourceType: 'Plugin',
    target: 'kustomization',
    code: 'manifest-missing',
    says: 'kustomization',
  },
  {
    name: 'chart-templates--manifests',
    spec: { source: { ...folder.source, path: 'refused/chart' } },
    sourceType: 'Helm',
    target: 'manifests:templates/*.yaml',
    code: 'image-site-template',
    says: 'the version of web is a variable here',
  },
  {
    name: 'no-parent--application',
    spec: folder,
    sourceType: 'Helm',
    target: 'application',
    code: 'write-back-target',
    says: 'no Application of Applications made it',
  },
  {
    name: 'commit--override',
    spec: { source: { ...folder.source, targetRevision: '0123456789012345678901234567890123456789' } },
    sourceType: 'Kustomize',
    target: undefined,
    code: 'write-back-branch',
    says: 'is a commit, which no push can move',
  },
  {
    name: 'helm--outside',
    spec: folder,
    sourceType: 'Helm',
    target: 'helmvalues:../../values.yaml',
    code: 'write-back-outside',
    says: 'leaves the repository',
  },
];

/** The files that these Applications point at. */
export const refusedFiles = {
  'refused/app.yaml':
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: directory--application}\nspec:\n  source: {repoURL: GIT, path: refused}\n',
  'refused/chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'refused/chart/templates/web.yaml':
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: REGISTRY/acme/web:{{ .Values.tag }}\n',
};

/** The Application of a row. */
export function refusedApplication(refusal: Refusal): ClusterObject {
  const { name, spec, sourceType, target, repository, method = 'git' } = refusal;
  const prefix = 'argocd-image-updater.argoproj.io';
  const annotations = {
    [`${prefix}/image-list`]: 'web=REGISTRY/acme/web:1.x',
    [`${prefix}/write-back-method`]: method,
    ...(target !== undefined && { [`${prefix}/write-back-target`]: target }),
    ...(repository !== undefined && { [`${prefix}/git-repository`]: repository }),
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: refusedNamespace, ...{ annotations } },
    spec: { project: 'default', destination: { name: 'in-cluster', namespace: 'shop' }, ...spec },
    status: { sourceType, summary: { images: ['REGISTRY/acme/web:1.0.0'] } },
  };
}

const reasonSchema = z.object({ code: z.string(), message: z.string(), severity: z.string().optional() });
const toldSchema = z.object({
  skipped: z.array(z.object({ application: z.string(), findings: z.array(reasonSchema) })),
  applications: z.array(
    z.object({
      application: z.string(),
      findings: z.array(reasonSchema),
      images: z.array(z.object({ failure: reasonSchema.optional() })),
    }),
  ),
});

/** Why each Application was refused, by its name, as `--output json` tells it: codes, each with its message. */
export function toldReasons(json: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const { skipped, applications } = toldSchema.parse(JSON.parse(json));
  // What is wrong with an Application is told of it, and of each of its images.
  const failed = applications.map(({ application, findings, images }) => {
    return { application, findings: [...findings, ...images.flatMap(({ failure }) => failure ?? [])] };
  });
  const reasons = [...skipped, ...failed].map(({ application, findings }) => {
    const errors = findings.filter(({ severity }) => severity !== 'warning');
    return [application.split('/')[1], Object.fromEntries(errors.map(({ code, message }) => [code, message]))];
  });
  return Object.fromEntries(reasons);
}
