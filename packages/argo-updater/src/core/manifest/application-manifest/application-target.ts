import { editYaml, type YamlEdit } from '@towline/shared/yaml';
import { isOverrideType, type OverrideType, sourceTypeOf } from '../../application/source.js';
import type { FileTarget } from '../../application/write-back/write-target.js';
import { type ImageUpdate, imageReading, type ManifestEdit, placeIn } from '../image-site.js';
import { helmKeys } from '../keyed/image-keys.js';
import { keyedValues, mergeKeyedValues, readKeyed, versionKey } from '../keyed/keyed-values.js';
import { listEdits } from '../lists/list-edits.js';
import { namedChanges } from '../lists/named-list.js';
import { readLists } from '../lists/read-lists.js';
import { type SourceLists, sectionOf } from '../lists/section.js';
import { changeSections, readSection } from '../lists/section-image.js';
import type { ManifestFiles } from '../manifest-files.js';
import { type Attempt, attempt, done, refused } from '../manifest-finding.js';
import type { OpenTarget, TargetContext } from '../manifest-target.js';
import { valueEdit } from '../values/values-document.js';
import { editEmbedded } from './embedded-yaml.js';
import { type ApplicationManifest, findApplication, sourcePath } from './find-application.js';
import { byHolder, type HelmHolders, openHelmHolders, pathOfKey, textOfKey } from './helm-holders.js';

type ApplicationTarget = FileTarget & { readonly kind: 'application' };

/**
 * The manifest of an Application: the section of its own source. A Helm key is changed where it stands, in parameters or inline values, and
 * becomes a parameter where it does not.
 */
export function openApplicationManifest(file: ApplicationTarget, context: TargetContext): Attempt<OpenTarget> {
  const found = findApplication(file.where, file.name, context.files);
  if (found.kind === 'refused') return found;
  const type = file.sourceType ?? sourceTypeOf(found.value.application);
  if (!isOverrideType(type)) return noOverride(found.value, type);
  return attempt(found.value.file, () => {
    const source = openSource(found.value, type, context.compat);
    return done({
      read: (image) => imageReading(image, readSource(source, image)),
      write: (updates) => writeSource(source, updates, context.files),
    });
  });
}

function noOverride({ file, document, path }: ApplicationManifest, type: string | undefined): Attempt<never> {
  return refused({
    code: 'override-type',
    at: `${file}:${document.positionOf([...path, 'spec']).line}`,
    message: `the source is ${type === undefined ? 'of a type that its manifest does not tell' : `of type ${type}`}, for which Argo CD has no image override`,
    fix: 'Set the write-back target manifests, which changes the manifests themselves.',
  });
}

interface OpenSource extends ApplicationManifest {
  readonly type: OverrideType;
  readonly compat: boolean;
  readonly base: readonly (string | number)[];
  readonly lists: SourceLists;
  readonly helm: HelmHolders;
}

function openSource(manifest: ApplicationManifest, type: OverrideType, compat: boolean): OpenSource {
  const base = sourcePath(manifest, type);
  const lists = readLists(manifest.document, base);
  return { ...manifest, type, compat, base, lists, helm: openHelmHolders(manifest, base, lists.helm ?? []) };
}

function readSource(source: OpenSource, image: ImageUpdate['image']) {
  const { base, file, document, helm, lists, type } = source;
  const inHelm = sectionOf(type, image).name === 'helm';
  const keys = helmKeys(image);
  const found = inHelm ? undefined : readSection(lists, image, source);
  const path = found ? found.path : pathOfKey(helm, versionKey(keys));
  const current = found ? found.current : readKeyed(image, keys, (key) => textOfKey(helm, key));
  const at = placeIn(file, document, [...base, ...path]);
  const texts = found ? [document.textOf([...base, ...path])] : keys.map(({ key }) => textOfKey(helm, key));
  return texts.some((text) => text?.includes('{{')) ? templated(source, at.line) : done([{ current, at }] as const);
}

function templated({ file }: OpenSource, line: number | undefined): Attempt<never> {
  return refused({
    code: 'image-site-template',
    at: line === undefined ? file : `${file}:${line}`,
    message: 'the ApplicationSet fills in the image when it makes its Applications',
    fix: 'Write the image out in the template, or keep it in the files of the source.',
  });
}

function writeSource(source: OpenSource, updates: readonly ImageUpdate[], files: ManifestFiles): ManifestEdit {
  for (const { image } of updates) {
    const readable = readSource(source, image);
    if (readable.kind === 'refused') return readable;
  }
  const { file, index, base } = source;
  const edits = sourceEdits(source, updates);
  if (edits.kind === 'refused') return edits;
  const written = attempt(file, () => {
    const before = files.text(file) ?? '';
    const values = { document: index, path: [...base, 'helm', 'values'] };
    const after = editEmbedded(before, values, edits.value.inValues);
    const { text } = editYaml(after, edits.value.inManifest);
    return done(new Map(text === before ? [] : [[file, text]]));
  });
  return written.kind === 'refused' ? written : { kind: 'edited', files: written.value };
}

interface SourceEdits {
  readonly inManifest: readonly YamlEdit[];
  /** In the YAML of `helm.values`. */
  readonly inValues: readonly YamlEdit[];
}

function sourceEdits(source: OpenSource, updates: readonly ImageUpdate[]): Attempt<SourceEdits> {
  const { base, compat, document, file, helm, index, lists, type } = source;
  const isHelm = ({ image }: ImageUpdate) => sectionOf(type, image).name === 'helm';
  const others = changeSections(
    lists,
    updates.filter((update) => !isHelm(update)),
    { type, compat, at: file },
  );
  if (others.kind === 'refused') return others;
  const values = mergeKeyedValues(
    updates
      .filter(isHelm)
      .flatMap((update) =>
        keyedValues(update, helmKeys(update.image), { textOf: (key) => textOfKey(helm, key), compat }),
      ),
    { at: file, compat },
  );
  if (values.kind === 'refused') return values;
  const held = byHolder(helm, values.value);
  const parameters = held.parameters.map(({ key, value }) => ({ name: key, value, forceString: true }));
  const changes = { ...others.value, helm: namedChanges(helm.parameters, parameters) };
  const inTree = held.valuesObject.map((value) => helm.valuesObject && valueEdit(helm.valuesObject, value));
  const inText = held.values.map((value) => helm.values && valueEdit(helm.values, value));
  const refusal = [...inTree, ...inText].find((one) => one?.kind === 'refused');
  if (refusal?.kind === 'refused') return refusal;
  const made = (edits: typeof inTree) => edits.flatMap((one) => (one?.kind === 'done' ? one.value : []));
  return done({
    inManifest: [...listEdits({ document, index, base, forceString: 'forceString' }, changes), ...made(inTree)],
    inValues: made(inText),
  });
}
