/** What news told lately of images. */
export interface NewsMemory {
  /**
   * Takes in news of a tag. False where it told nothing new: the same digest was told of the tag before, and nothing of the tag since.
   */
  tell(news: {
    readonly repository: string;
    readonly tag: string;
    readonly digest: string | undefined;
    readonly pushedAt: number | undefined;
  }): boolean;
  /** When a tag was pushed, as news told. */
  pushedAt(repository: string, tag: string): number | undefined;
}

/** An empty {@link NewsMemory} of the latest `most` tags. */
export function createNewsMemory(most: number): NewsMemory {
  const known = new Map<string, { readonly digest: string | undefined; readonly pushedAt: number | undefined }>();
  return {
    tell({ repository, tag, digest, pushedAt }) {
      const key = `${repository}:${tag}`;
      const before = known.get(key);
      if (digest !== undefined && before?.digest === digest) return false;
      known.delete(key);
      known.set(key, { digest, pushedAt });
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return true;
    },
    pushedAt: (repository, tag) => known.get(`${repository}:${tag}`)?.pushedAt,
  };
}
