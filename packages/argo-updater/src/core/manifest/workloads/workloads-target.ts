import { formatRepository } from '@towline/shared/image';
import type { YamlEdit } from '@towline/shared/yaml';
import type { ManagedImage } from '../../application/images/managed-image.js';
import type { FileTarget } from '../../application/write-back/write-target.js';
import { addEdits, editFiles } from '../edited-files.js';
import { type ImageSite, type ImageUpdate, imageReading, type ManifestEdit, placeIn } from '../image-site.js';
import type { ManifestFiles } from '../manifest-files.js';
import { type Attempt, attempt, done, type ManifestFinding, refused } from '../manifest-finding.js';
import type { OpenTarget, TargetContext } from '../manifest-target.js';
import type { ManifestTree } from '../manifest-tree.js';
import { parsePathGlob } from '../path-glob.js';
import { oneForEachPlace } from '../update-places.js';
import { findWorkloads, mentions, type WorkloadImage, workloadEdit } from './workload-images.js';

type ManifestsTarget = FileTarget & { readonly kind: 'manifests' };

/** The files of a tree that a target means. */
export function manifestPaths(
  { include, exclude }: Pick<ManifestsTarget, 'include' | 'exclude'>,
  { paths }: ManifestTree,
): Attempt<readonly string[]> {
  const globs = { include: include.map(parsePathGlob), exclude: exclude.map(parsePathGlob) };
  const wrong = [...include, ...exclude].find((pattern) => parsePathGlob(pattern) === undefined);
  if (wrong !== undefined) {
    return refused({
      code: 'manifest-glob',
      at: wrong,
      message: `${JSON.stringify(wrong)} is no pattern for paths`,
      fix: 'Close the brackets; ** stands for any folders.',
    });
  }
  const included = paths.filter((path) => globs.include.some((glob) => glob?.(path)));
  return done(included.filter((path) => !globs.exclude.some((glob) => glob?.(path))));
}

/** Kubernetes manifests and Compose files: every container that runs the image is changed, and nothing marks it but its image. */
export function openManifests(target: ManifestsTarget, { files, compat }: TargetContext): Attempt<OpenTarget> {
  const paths = manifestPaths(target, files.tree);
  if (paths.kind === 'refused') return paths;
  const find = (image: ManagedImage) => findAll(paths.value, { image, files, patterns: target.include });
  return done({
    read: (image) => {
      const found = find(image);
      return imageReading(image, found.kind === 'refused' ? found : done(sitesOf(found.value)));
    },
    write: (updates) => writeWorkloads(updates, { files, compat, at: target.include.join(', '), find }),
  });
}

type Workloads = readonly [WorkloadImage, ...WorkloadImage[]];

interface Writing extends Pick<TargetContext, 'files' | 'compat'> {
  readonly at: string;
  readonly find: (image: ManagedImage) => Attempt<Workloads>;
}

interface Search {
  readonly image: ManagedImage;
  readonly files: ManifestFiles;
  readonly patterns: readonly string[];
}

function findAll(paths: readonly string[], { image, files, patterns }: Search): Attempt<Workloads> {
  const found: WorkloadImage[] = [];
  const problems: ManifestFinding[] = [];
  for (const path of paths) {
    if (!mentions(files.text(path) ?? '', image)) continue;
    const workloads = attempt(path, () => done(findWorkloads(path, files.documents(path), image)));
    if (workloads.kind === 'refused') {
      problems.push(...workloads.findings);
      continue;
    }
    found.push(...workloads.value.found);
    problems.push(...workloads.value.variable.map((line) => variableFinding(image, `${path}:${line}`)));
  }
  const [first, ...rest] = found;
  if (first !== undefined) return done([first, ...rest]);
  return problems.length > 0 ? { kind: 'refused', findings: problems } : notFound(image, patterns);
}

function variableFinding(image: ManagedImage, at: string): ManifestFinding {
  return {
    code: 'image-site-template',
    severity: 'error',
    at,
    message: `the version of ${image.label} is a variable here`,
    fix: 'Write the version out, or point the write-back target at the file that sets the variable.',
  };
}

function notFound({ label, name }: ManagedImage, patterns: readonly string[]): Attempt<never> {
  return refused({
    code: 'image-site-missing',
    at: patterns.join(', '),
    message: `no container in these files runs ${name}${label === name ? '' : ` (${label})`}`,
    fix: 'Correct the name of the image, or widen the pattern of the write-back target.',
  });
}

function sitesOf([first, ...rest]: Workloads): readonly [ImageSite, ...ImageSite[]] {
  const site = ({ file, document, path, reference }: WorkloadImage): ImageSite => ({
    current: reference.tag === undefined && reference.digest === undefined ? undefined : reference,
    at: placeIn(file, document, path),
  });
  return [site(first), ...rest.map(site)];
}

function writeWorkloads(updates: readonly ImageUpdate[], { files, compat, at, find }: Writing): ManifestEdit {
  const identity = ({ image }: ImageUpdate) => formatRepository(image.repository);
  const edits = new Map<string, YamlEdit[]>();
  const placed = oneForEachPlace(updates, { identity, at, compat });
  if (placed.kind === 'refused') return placed;
  for (const update of placed.value) {
    const found = find(update.image);
    if (found.kind === 'refused') return found;
    for (const workload of found.value) addEdits(edits, workload.file, [workloadEdit(workload, update)]);
  }
  return editFiles(files, edits);
}
