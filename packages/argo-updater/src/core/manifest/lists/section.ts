import type { YamlPath } from '@towline/shared/yaml';
import type { ApplicationSource } from '../../application/application.js';
import type { ManagedImage } from '../../application/images/managed-image.js';
import { overrideSection } from '../../application/images/manifest-target.js';
import type { OverrideType } from '../../application/source.js';
import { helmKeys, type ImageKey, pluginKeys } from '../keyed/image-keys.js';

/** A parameter of a source section. Helm sets it as a string where `forceString`; plugins know no such thing. */
export interface SectionItem {
  readonly name: string;
  readonly value: string;
  readonly forceString?: boolean | undefined;
}

/** The lists of a source that override images. Undefined where a list is absent, which is not the same as empty: an override file hides it. */
export interface SourceLists {
  readonly helm: readonly SectionItem[] | undefined;
  readonly plugin: readonly SectionItem[] | undefined;
  readonly kustomize: readonly string[] | undefined;
}

/** A section of a source that overrides images. */
export type SectionName = keyof SourceLists;

/** Where the list of each section is within its source. */
export const listPaths = {
  helm: ['helm', 'parameters'],
  kustomize: ['kustomize', 'images'],
  plugin: ['plugin', 'env'],
} as const satisfies Readonly<Record<SectionName, YamlPath>>;

/** The section of a source that an image of an Application goes into, and the keys that hold it there. */
export function sectionOf(type: OverrideType, image: ManagedImage): { name: SectionName; keys: readonly ImageKey[] } {
  const name = overrideSection(type, image.target);
  if (name === 'kustomize') return { name, keys: [] };
  return { name, keys: name === 'plugin' ? pluginKeys(image) : helmKeys(image) };
}

/** The lists of a source as the Application itself has them. */
export function inlineLists({ helm, kustomize, plugin }: ApplicationSource): SourceLists {
  return { helm: helm?.parameters, plugin: plugin?.env, kustomize: kustomize?.images };
}
