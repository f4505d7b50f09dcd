import type { ManifestKeys, ManifestTargets } from '../settings.js';
import type { OverrideType } from '../source.js';

/** Where an image stands in the rendered manifests. Names that are undefined take the default of whoever writes. */
export type ManifestTarget =
  /** Nothing was said: the source type decides. */
  | { readonly kind: 'default' }
  | { readonly kind: 'helm'; readonly keys: SplitKeys | WholeKey }
  /** The name by which Kustomize knows the image. */
  | { readonly kind: 'kustomize'; readonly name: string }
  /** Environment variables of the plugin. */
  | { readonly kind: 'plugin'; readonly keys: SplitKeys | WholeKey };

/** One key for the name, one for the tag. */
export interface SplitKeys {
  readonly kind: 'split';
  readonly name: string | undefined;
  readonly tag: string | undefined;
}

/** One key for name and tag together. */
export interface WholeKey {
  readonly kind: 'whole';
  readonly spec: string;
}

/** Reads the target of an image; undefined where more than one section is given. */
export function readManifestTarget({ helm, kustomize, plugin }: ManifestTargets): ManifestTarget | undefined {
  if ([helm, kustomize, plugin].filter((section) => section !== undefined).length > 1) return undefined;
  if (helm) return { kind: 'helm', keys: readKeys(helm) };
  if (plugin) return { kind: 'plugin', keys: readKeys(plugin) };
  return kustomize?.name ? { kind: 'kustomize', name: kustomize.name } : { kind: 'default' };
}

/**
 * The section of an override file that an image goes into. Plugins read Helm parameters there as well, and get them where the image names no
 * variable of the plugin.
 */
export function overrideSection(type: OverrideType, target: ManifestTarget): 'helm' | 'kustomize' | 'plugin' {
  if (type === 'Kustomize') return 'kustomize';
  return type === 'Plugin' && target.kind === 'plugin' ? 'plugin' : 'helm';
}

function readKeys({ name, tag, spec }: ManifestKeys): SplitKeys | WholeKey {
  return spec ? { kind: 'whole', spec } : { kind: 'split', name: name || undefined, tag: tag || undefined };
}
