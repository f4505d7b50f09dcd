import type { ManagedImage } from '../../application/images/managed-image.js';
import type { OverrideType } from '../../application/source.js';
import { type SectionItem, type SourceLists, sectionOf } from '../lists/section.js';

/** What a list in the override file of an Application would hide. */
export interface HiddenLists {
  readonly images: readonly ManagedImage[];
  readonly compat: boolean;
  readonly type: OverrideType;
  readonly folder: SourceLists;
  readonly inline: SourceLists;
}

/**
 * What a new list of an override file begins with: what it would hide otherwise. Under `compat` only the parameters of managed images are
 * carried over, and those of the folder never: argocd-image-updater writes no others.
 */
export function carriedLists({ images, compat, type, folder, inline }: HiddenLists): SourceLists {
  if (!compat) {
    return {
      helm: folder.helm ?? inline.helm,
      plugin: folder.plugin ?? inline.plugin,
      kustomize: folder.kustomize ?? inline.kustomize,
    };
  }
  const managed = (section: 'helm' | 'plugin', items: readonly SectionItem[] | undefined) => {
    const keys = new Set(
      images
        .map((image) => sectionOf(type, image))
        .filter(({ name }) => name === section)
        .flatMap((placed) => placed.keys.map(({ key }) => key)),
    );
    return items
      ?.filter(({ name }) => keys.has(name))
      .map((item) => ({ ...item, ...(section === 'helm' && { forceString: true }) }));
  };
  return { helm: managed('helm', inline.helm), plugin: managed('plugin', inline.plugin), kustomize: inline.kustomize };
}
