import type { SigningRegistry } from '../../ports/index.js';

/**
 * A registry whose listing is in the order of builds, by the word of its `tagsortmode`: the place in the list then stands for the build
 * time, in seconds since 1970 as at argocd-image-updater, and no image has to be read for it.
 */
export function inListOrder(registry: SigningRegistry, tagSortMode: string): SigningRegistry {
  const mode = tagSortMode.toLowerCase();
  if (mode !== 'latest-first' && mode !== 'latest-last') return registry;
  return {
    ...registry,
    async candidates(query) {
      const { demand } = query;
      if (demand.kind !== 'newest-build') return registry.candidates(query);
      const listed = [...(await registry.candidates({ ...query, demand: { kind: 'names' } }))];
      const eligible = listed.filter(({ tag }) => demand.eligible(tag)).map(({ tag }) => tag);
      const places = new Map(
        eligible.map((tag, index) => [tag, mode === 'latest-last' ? index : eligible.length - index]),
      );
      return listed.map((candidate) => {
        const place = places.get(candidate.tag);
        return place === undefined ? candidate : { ...candidate, createdAt: place * 1000 };
      });
    },
  };
}
