import type { ArgocdStrategy } from './argocd-strategy.js';
import type { Policy } from './schema.js';

/** What argocd-image-updater is told of one image. */
export interface ArgocdSettings {
  readonly strategy: ArgocdStrategy;
  /** The text after the colon of the image name: a version constraint, or the tag that `digest` follows. The other strategies ignore it. */
  readonly constraint?: string | undefined;
  readonly allowTags?: string | undefined;
  readonly ignoreTags?: readonly string[] | undefined;
  readonly platforms?: readonly string[] | undefined;
}

/** The policy that settings of argocd-image-updater mean. */
export function argocdPolicy(settings: ArgocdSettings, compat?: Policy['compat']): Policy {
  const { allowTags, ignoreTags, platforms } = settings;
  return { order: argocdOrder(settings), allowTags, ignoreTags, platforms, compat };
}

function argocdOrder({ strategy, constraint = '' }: ArgocdSettings): Policy['order'] {
  switch (strategy) {
    case 'semver':
      return { kind: 'semver', constraint: constraint === '' ? undefined : constraint };
    case 'digest':
      return { kind: 'digest', tag: constraint };
    case 'newest-build':
    case 'alphabetical':
      return { kind: strategy };
  }
}
