import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApplicationToCreate } from '@towline/test-kit/operator';

/** Files of a repository, by their paths. */
export type Files = Readonly<Record<string, string>>;

/** What the sample is filled in with. */
export interface SamplePlaces {
  /** The repository of the application. */
  readonly sourceUrl: string;
  /** The registry, as a pipeline names it. */
  readonly registry: object;
  /** The image, without a tag. */
  readonly image: string;
}

/** The application: a small web page, its test, its Dockerfile and its pipeline. */
export function applicationFiles({ sourceUrl, registry }: Omit<SamplePlaces, 'image'>): Files {
  // JSON is YAML.
  return read('application', { SOURCE_URL: sourceUrl, REGISTRY: JSON.stringify(registry) });
}

/** The manifests that deploy it: a kustomization and a Deployment. */
export function manifestFiles({ image }: Pick<SamplePlaces, 'image'>): Files {
  return read('manifests', { IMAGE: image });
}

/** The Application of Argo CD, with the annotations that argo-updater reads. */
export function applicationObject(options: {
  readonly namespace: string;
  readonly manifestsUrl: string;
  readonly image: string;
}): ApplicationToCreate {
  const { namespace, manifestsUrl: repoURL, image } = options;
  const prefix = 'argocd-image-updater.argoproj.io';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: 'web',
      namespace,
      annotations: {
        [`${prefix}/image-list`]: `web=${image}`,
        [`${prefix}/web.update-strategy`]: 'commit',
        [`${prefix}/write-back-method`]: 'git',
        [`${prefix}/write-back-target`]: 'kustomization',
        'towline.dev/web.commit-branch': 'main',
        'towline.dev/on-failure': 'revert',
      },
    },
    spec: {
      project: 'default',
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
      source: { repoURL, targetRevision: 'main', path: 'web' },
      syncPolicy: { automated: { selfHeal: true } },
    },
  };
}

function read(name: string, places: Readonly<Record<string, string>>): Files {
  const folder = fileURLToPath(new URL(name, import.meta.url));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const filled = files.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    const done = Object.entries(places).reduce((all, [place, value]) => all.replaceAll(place, value), text);
    return [path.slice(folder.length + 1), done] as const;
  });
  return Object.fromEntries(filled);
}
