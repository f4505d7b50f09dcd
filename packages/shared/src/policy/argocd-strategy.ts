/** The update strategies of argocd-image-updater. */
export type ArgocdStrategy = 'semver' | 'newest-build' | 'alphabetical' | 'digest';

const strategies: ReadonlyMap<string, ArgocdStrategy> = new Map([
  ['semver', 'semver'],
  ['newest-build', 'newest-build'],
  ['latest', 'newest-build'],
  ['alphabetical', 'alphabetical'],
  ['name', 'alphabetical'],
  ['digest', 'digest'],
]);

/** The strategy of that name, in any case and by its old names too; undefined for any other text, which that program takes for semver. */
export function parseArgocdStrategy(text: string): ArgocdStrategy | undefined {
  return strategies.get(text.toLowerCase());
}
