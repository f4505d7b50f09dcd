import type { ManagedImage } from '../../application/images/managed-image.js';
import type { SplitKeys, WholeKey } from '../../application/images/manifest-target.js';

/** A key that takes the name of an image, its version, or both. */
export interface ImageKey {
  readonly part: 'name' | 'tag' | 'whole';
  readonly key: string;
  /** Whether nobody named the key, so that it is but the usual one. */
  readonly usual: boolean;
}

/** The Helm parameters, or keys of values, that hold an image. Most charts know it by `image.name` and `image.tag`, argocd-image-updater says. */
export function helmKeys({ target }: Pick<ManagedImage, 'target'>): readonly ImageKey[] {
  return target.kind === 'helm'
    ? imageKeys(target.keys, 'image.name', 'image.tag')
    : imageKeys(noKeys, 'image.name', 'image.tag');
}

/** The variables of a plugin that hold an image. Those that were not named are not written. */
export function pluginKeys({ target }: Pick<ManagedImage, 'target'>): readonly ImageKey[] {
  return target.kind === 'plugin' ? imageKeys(target.keys) : [];
}

const noKeys: SplitKeys = { kind: 'split', name: undefined, tag: undefined };

function imageKeys(keys: SplitKeys | WholeKey, defaultName?: string, defaultTag?: string): readonly ImageKey[] {
  if (keys.kind === 'whole') return [{ part: 'whole', key: keys.spec, usual: false }];
  const { name = defaultName, tag = defaultTag } = keys;
  return [
    ...(name === undefined ? [] : [{ part: 'name', key: name, usual: keys.name === undefined } as const]),
    ...(tag === undefined ? [] : [{ part: 'tag', key: tag, usual: keys.tag === undefined } as const]),
  ];
}
