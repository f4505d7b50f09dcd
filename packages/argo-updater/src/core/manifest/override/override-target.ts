import { printPath } from '@towline/shared/yaml';
import { detectSourceType, isOverrideType, type OverrideType, selectSource } from '../../application/source.js';
import { joinRepositoryPath } from '../../application/write-back/repository-path.js';
import type { FileTarget } from '../../application/write-back/write-target.js';
import { editFiles } from '../edited-files.js';
import { type ImageUpdate, imageReading, type ManifestEdit, placeIn } from '../image-site.js';
import { listEdits } from '../lists/list-edits.js';
import { readLists } from '../lists/read-lists.js';
import { inlineLists, type SourceLists } from '../lists/section.js';
import { changeSections, readSection } from '../lists/section-image.js';
import type { ManifestFiles } from '../manifest-files.js';
import { type Attempt, attempt, done, refused } from '../manifest-finding.js';
import type { OpenTarget, TargetContext } from '../manifest-target.js';
import { filledDocument } from '../yaml-value.js';
import { carriedLists } from './carried-lists.js';
import { newListEdits } from './new-list-edits.js';

type OverrideFile = FileTarget & { readonly kind: 'override' };

/** The override file of a folder that is for every Application. Argo CD reads it before the one of the Application. */
export function folderOverride(folder: string): string {
  return joinRepositoryPath(folder, '.argocd-source.yaml') ?? '.argocd-source.yaml';
}

/**
 * Argo CD's override file of an Application. Argo CD lays it over the source as a JSON merge patch, behind that of the folder: a list in it
 * takes the place of one that comes before. A list that is put into the file for the first time therefore begins with what it would hide.
 */
export function openOverride(file: OverrideFile, context: TargetContext): Attempt<OpenTarget> {
  const type = typeOf(file, context.files);
  if (type === undefined) {
    return refused({
      code: 'override-type',
      at: file.folder,
      message: `${file.folder} has neither a kustomization nor a chart, and Argo CD has no image override for other folders`,
      fix: 'Set the write-back target manifests, which changes the manifests themselves.',
    });
  }
  return attempt(file.path, () => {
    const layers = readLayers(file, { ...context, type });
    return done({
      read: (image) => imageReading(image, readOverride(layers, image)),
      write: (updates) => writeOverride(layers, updates),
    });
  });
}

function typeOf({ sourceType, folder }: OverrideFile, files: ManifestFiles): OverrideType | undefined {
  const type = sourceType ?? detectSourceType(files.tree.namesIn(folder));
  return isOverrideType(type) ? type : undefined;
}

interface Layers extends TargetContext {
  readonly file: OverrideFile;
  readonly type: OverrideType;
  readonly own: SourceLists;
  readonly folder: SourceLists;
  readonly inline: SourceLists;
}

function readLayers(file: OverrideFile, context: TargetContext & { readonly type: OverrideType }): Layers {
  const { files, application, type } = context;
  const listsOf = (path: string) => readLists(filledDocument(files.documents(path)), []);
  const source = selectSource(application, type)?.source;
  return {
    ...context,
    file,
    own: listsOf(file.path),
    folder: listsOf(folderOverride(file.folder)),
    inline: source ? inlineLists(source) : { helm: undefined, plugin: undefined, kustomize: undefined },
  };
}

function readOverride(layers: Layers, image: ImageUpdate['image']) {
  const { file, files, own, folder, inline } = layers;
  const effective: SourceLists = {
    helm: own.helm ?? folder.helm ?? inline.helm,
    plugin: own.plugin ?? folder.plugin ?? inline.plugin,
    kustomize: own.kustomize ?? folder.kustomize ?? inline.kustomize,
  };
  const { section, index, path, current } = readSection(effective, image, layers);
  const holder = own[section] || index === -1 ? file.path : folder[section] ? folderOverride(file.folder) : undefined;
  const at =
    holder === undefined
      ? { file: undefined, line: undefined, path: printPath(['source', ...path]) }
      : placeIn(holder, filledDocument(files.documents(holder)), path);
  return done([{ current, at }] as const);
}

function writeOverride(layers: Layers, updates: readonly ImageUpdate[]): ManifestEdit {
  const { file, files, own } = layers;
  const carried = carriedLists(layers);
  const before: SourceLists = {
    helm: own.helm ?? carried.helm,
    plugin: own.plugin ?? carried.plugin,
    kustomize: own.kustomize ?? carried.kustomize,
  };
  const changes = changeSections(before, updates, { ...layers, at: file.path });
  if (changes.kind === 'refused') return changes;
  const { helm, plugin, kustomize } = changes.value;
  const document = filledDocument(files.documents(file.path));
  const inPlace = {
    helm: own.helm ? helm : [],
    plugin: own.plugin ? plugin : [],
    kustomize: own.kustomize ? kustomize : [],
  };
  const edits = [
    ...listEdits({ document, base: [], forceString: 'forcestring' }, inPlace),
    ...newListEdits({ document, own, carried, changes: changes.value }),
  ];
  return editFiles(files, new Map([[file.path, edits]]));
}
