import { formatRepository, sameRepository, withVersion } from '@towline/shared/image';
import { printPath, type YamlEdit } from '@towline/shared/yaml';
import type { ManagedImage } from '../../application/images/managed-image.js';
import type { FileTarget } from '../../application/write-back/write-target.js';
import { addEdits, editFiles } from '../edited-files.js';
import { type ImageReading, type ImageSite, type ImageUpdate, imageReading, type ManifestEdit } from '../image-site.js';
import { referenceIn } from '../image-version.js';
import { type Attempt, attempt, done, type ManifestFinding, refused } from '../manifest-finding.js';
import type { OpenTarget, TargetContext } from '../manifest-target.js';
import { oneForEachPlace } from '../update-places.js';
import { manifestPaths } from '../workloads/workloads-target.js';
import { imageAtMarker, type MarkedValue, markedValues, valuesOfImage } from './marked-values.js';
import { setMarked } from './set-marked.js';

type SettersTarget = FileTarget & { readonly kind: 'setters' };

type Values = readonly [MarkedValue, ...MarkedValue[]];

/** YAML files with the markers of Flux: every value is changed that a policy of the image sets, whatever field it is. */
export function openSetters(target: SettersTarget, context: TargetContext): Attempt<OpenTarget> {
  const paths = manifestPaths(target, context.files.tree);
  if (paths.kind === 'refused') return paths;
  const marked: MarkedValue[] = [];
  const problems: ManifestFinding[] = [];
  for (const path of paths.value) {
    const found = attempt(path, () => done(markedValues(path, context.files)));
    if (found.kind === 'refused') problems.push(...found.findings);
    else marked.push(...found.value);
  }
  const find = (image: ManagedImage): Attempt<Values> => {
    const [first, ...rest] = valuesOfImage(marked, image);
    if (first !== undefined) return done([first, ...rest]);
    return problems.length > 0 ? { kind: 'refused', findings: problems } : notFound(image, target.include);
  };
  return done({
    read: (image) => readValues(image, find(image)),
    write: (updates) => writeValues(updates, { ...context, at: target.include.join(', '), find }),
  });
}

function notFound({ label, name }: ManagedImage, patterns: readonly string[]): Attempt<never> {
  return refused({
    code: 'image-site-missing',
    at: patterns.join(', '),
    message: `no marker in these files is about ${name}, and no policy is called ${label}`,
    fix: 'Mark the value by # {"$imagepolicy": "namespace:name"}, with the alias of the image for the name.',
  });
}

/** The parts that say a version: a digest that stands apart belongs to the tag beside it. */
function readValues(image: ManagedImage, found: Attempt<Values>): ImageReading {
  if (found.kind === 'refused') return imageReading(image, found);
  const digest = found.value.find(({ data }) => data.part === 'digest');
  const apart = digest && imageAtMarker(digest, image)?.digest;
  const told = found.value.filter(({ data }) => data.part === 'whole' || data.part === 'tag');
  const [first = found.value[0], ...rest] = told;
  const site = (value: MarkedValue): ImageSite => {
    const current = imageAtMarker(value, image);
    const isSplit = value.data.part === 'tag' && apart !== undefined && current !== undefined;
    return {
      current: isSplit ? withVersion(current, { tag: current.tag, digest: apart }) : current,
      at: { file: value.file, line: value.line, path: printPath(value.path) },
    };
  };
  return imageReading(image, done([site(first), ...rest.map(site)]));
}

interface Writing extends TargetContext {
  readonly at: string;
  readonly find: (image: ManagedImage) => Attempt<Values>;
}

function writeValues(updates: readonly ImageUpdate[], { files, compat, at, find }: Writing): ManifestEdit {
  const identity = ({ image }: ImageUpdate) => formatRepository(image.repository);
  const placed = oneForEachPlace(updates, { identity, at, compat });
  if (placed.kind === 'refused') return placed;
  const edits = new Map<string, YamlEdit[]>();
  for (const update of placed.value) {
    const found = find(update.image);
    if (found.kind === 'refused') return found;
    for (const value of found.value) {
      const edit = setMarked(value, { ...update.to, name: nameAt(value, update.image) });
      if (edit === undefined) return { kind: 'refused', findings: [notSaid(value, update)] };
      addEdits(edits, value.file, [edit]);
    }
  }
  return editFiles(files, edits);
}

/** The name of the image as it is spelled there. */
function nameAt({ data, value }: MarkedValue, { name, repository }: ManagedImage): string {
  const reference = data.part === 'whole' || data.part === 'name' ? referenceIn(value) : undefined;
  if (reference === undefined || !sameRepository(reference, repository)) return name;
  return withVersion(reference, {}).original;
}

/** A digest that is left as it is would name the old image. */
function notSaid({ file, line, data: { part } }: MarkedValue, { image }: ImageUpdate): ManifestFinding {
  return {
    code: 'image-site-not-editable',
    severity: 'error',
    at: `${file}:${line}`,
    message: `the ${part} of ${image.label} is marked here, and what is to be written has none`,
    fix:
      part === 'digest'
        ? 'Set towline.dev/pin: digest, or take the digest out.'
        : 'Follow a tag, or take the marker out.',
  };
}
