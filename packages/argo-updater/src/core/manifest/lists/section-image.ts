import type { ImageReference } from '@towline/shared/image';
import type { YamlPath } from '@towline/shared/yaml';
import type { ManagedImage } from '../../application/images/managed-image.js';
import type { OverrideType } from '../../application/source.js';
import type { ImageUpdate } from '../image-site.js';
import { keyedValues, mergeKeyedValues, readKeyed, versionKey } from '../keyed/keyed-values.js';
import { type Attempt, done } from '../manifest-finding.js';
import { kustomizeIdentity, oneForEachPlace } from '../update-places.js';
import {
  findKustomizeImage,
  type KustomizeRules,
  kustomizeChanges,
  kustomizeName,
  kustomizeReference,
} from './kustomize-list.js';
import type { ListChange } from './list-change.js';
import { findNamed, namedChanges } from './named-list.js';
import { listPaths, type SectionItem, type SectionName, type SourceLists, sectionOf } from './section.js';

/** What the lists of a source say of an image, and which item says it. */
export interface SectionImage {
  readonly section: SectionName;
  /** -1 where no item does. */
  readonly index: number;
  /** The way to that item within its source; where none is there yet, to the list and what the item will be called. */
  readonly path: YamlPath;
  readonly current: ImageReference | undefined;
}

/** How an Application writes the images of a source. */
export interface SectionContext extends KustomizeRules {
  readonly type: OverrideType;
}

/** Finds an image in the lists of a source. */
export function readSection(lists: SourceLists, image: ManagedImage, context: SectionContext): SectionImage {
  const { name: section, keys } = sectionOf(context.type, image);
  if (section === 'kustomize') {
    const list = lists.kustomize ?? [];
    const index = findKustomizeImage(list, image, context);
    const path = itemPath(section, index, kustomizeName(image));
    return { section, index, path, current: kustomizeReference(list[index] ?? '') };
  }
  const list = lists[section] ?? [];
  const textOf = (key: string) => textIn(list, key);
  const key = versionKey(keys);
  const index = findNamed(list, key);
  return { section, index, path: itemPath(section, index, key), current: readKeyed(image, keys, textOf) };
}

/** Two items that are not there yet are two places: they must not be taken for one. */
function itemPath(section: SectionName, index: number, name: string): YamlPath {
  const list = listPaths[section];
  if (index === -1) return [...list, { where: { name } }];
  return section === 'kustomize' ? [...list, index] : [...list, index, 'value'];
}

function textIn(list: readonly SectionItem[] = [], key: string): string | undefined {
  return list[findNamed(list, key)]?.value;
}

/** The changes of the lists of a source. */
export interface SectionChanges {
  readonly helm: readonly ListChange<SectionItem>[];
  readonly plugin: readonly ListChange<SectionItem>[];
  readonly kustomize: readonly ListChange<string>[];
}

/** The changes that make the lists of a source say these versions. `at` is where a conflict is told of. */
export function changeSections(
  lists: SourceLists,
  updates: readonly ImageUpdate[],
  context: SectionContext & { readonly at: string },
): Attempt<SectionChanges> {
  const { type, compat, at } = context;
  const placed = updates.map((update) => ({ update, ...sectionOf(type, update.image) }));
  const items = (section: 'helm' | 'plugin') => {
    const values = placed
      .filter(({ name }) => name === section)
      .flatMap(({ update, keys }) =>
        keyedValues(update, keys, { textOf: (key) => textIn(lists[section], key), compat }),
      );
    return mergeKeyedValues(values, { at, compat });
  };
  const helm = items('helm');
  if (helm.kind === 'refused') return helm;
  const plugin = items('plugin');
  if (plugin.kind === 'refused') return plugin;
  const images = oneForEachPlace(
    placed.filter(({ name }) => name === 'kustomize').map(({ update }) => update),
    { identity: (update) => kustomizeIdentity(update, compat), at, compat },
  );
  if (images.kind === 'refused') return images;
  return done({
    helm: namedChanges(
      lists.helm ?? [],
      helm.value.map(({ key, value }) => ({ name: key, value, forceString: true })),
    ),
    plugin: namedChanges(
      lists.plugin ?? [],
      plugin.value.map(({ key, value }) => ({ name: key, value })),
    ),
    kustomize: kustomizeChanges(lists.kustomize ?? [], images.value, context),
  });
}
