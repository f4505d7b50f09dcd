import { createHash } from 'node:crypto';
import type { Application } from '../../application/application.js';
import { manageApplications } from '../../application/manage-applications.js';
import { readApplications } from '../../application/read-application.js';
import { createManifestTree } from '../../manifest/manifest-tree.js';
import type { Plan } from '../plan.js';
import type { ApplicationFacts, GatheredImage, ManifestBranch, PlanInput } from '../plan-input.js';

/** An Application of a row, written back by Git to the branch main. */
export interface GivenApplication {
  readonly name: string;
  /** `alias=name:constraint`, separated by commas. */
  readonly images: string;
  readonly target?: string | undefined;
  /** Without their prefix where they are the peer's. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The tags of each image, in order. */
  readonly tags: readonly (readonly string[])[];
  readonly live?: readonly string[];
  /** Sections of the source. */
  readonly source?: object;
}

const prefix = 'argocd-image-updater.argoproj.io/';

/** A branch with these files. */
export function branchOf(files: Readonly<Record<string, string>>): ManifestBranch {
  return {
    repository: 'https://git.example/manifests.git',
    name: 'main',
    tree: createManifestTree(Object.keys(files)),
    files: new Map(Object.entries(files)),
  };
}

/** Everything that was gathered for these Applications. */
export function inputOf(given: readonly GivenApplication[], branch: ManifestBranch): PlanInput {
  return {
    applications: given.map((one) => factsOf(one, branch)),
    now: 0,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  };
}

/** The facts of one Application; its tags have no digests. */
export function factsOf(given: GivenApplication, branch: ManifestBranch): ApplicationFacts {
  const application = read(given);
  const { managed, skipped } = manageApplications({
    applications: [application],
    imageUpdaters: [],
    controllerNamespace: 'argocd',
  });
  const [one] = managed;
  if (one === undefined) throw new Error(JSON.stringify(skipped));
  const images = one.images.map((_, index): GatheredImage => {
    const candidates = (given.tags[index] ?? []).map((tag) => ({ tag }));
    return { listing: { kind: 'answer', value: candidates }, past: [] };
  });
  const isLive = one.writeTarget.kind === 'argocd';
  return { managed: one, images, place: isLive ? { kind: 'live' } : { kind: 'branch', branch } };
}

/** What a branch is when the files of a plan are written to it. */
export function carriedOut({ applications }: Plan, branch: ManifestBranch): ManifestBranch {
  const files = new Map(branch.files);
  for (const { write } of applications) {
    if (write.kind !== 'files') continue;
    for (const { path, before, after } of write.files) {
      if (files.get(path) !== before) throw new Error(`${path} is not what was planned upon`);
      files.set(path, after);
    }
  }
  return branchOf(Object.fromEntries(files));
}

function read({ name, images, target, annotations = {}, live, source }: GivenApplication): Application {
  const own = Object.entries(annotations).map(([key, value]) => [key.includes('/') ? key : `${prefix}${key}`, value]);
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      uid: name,
      resourceVersion: '7',
      annotations: {
        [`${prefix}image-list`]: images,
        [`${prefix}write-back-method`]: 'git',
        ...(target === undefined ? {} : { [`${prefix}write-back-target`]: target }),
        ...Object.fromEntries(own),
      },
    },
    spec: {
      project: 'default',
      destination: {},
      source: { repoURL: 'https://git.example/manifests.git', path: name, targetRevision: 'main', ...source },
    },
    status: {
      sourceType: source !== undefined && 'kustomize' in source ? 'Kustomize' : 'Helm',
      summary: { images: live ?? images.split(',').map((image) => image.replace(/^[^=]*=/, '').replace(/:.*$/, ':0.1.0')) },
    },
  };
  const { applications, findings } = readApplications(document, { kind: 'cluster' });
  const [application] = applications;
  if (application === undefined) throw new Error(JSON.stringify(findings));
  return application;
}
