/** A page of tags as it was last sent. */
export interface TagPage {
  readonly etag: string;
  readonly tags: readonly string[];
  /** Address of the next page, where the server named one. */
  readonly next: string | undefined;
}

/** Pages by address, so that a server that knows ETags need not send an unchanged page again. Bounded; the oldest go first. */
export interface PageMemory {
  recall(key: string): TagPage | undefined;
  keep(key: string, page: TagPage): void;
}

const mostPages = 500;

/** An empty {@link PageMemory}. */
export function createPageMemory(): PageMemory {
  const pages = new Map<string, TagPage>();
  return {
    recall: (key) => pages.get(key),
    keep(key, page) {
      pages.delete(key);
      pages.set(key, page);
      const [oldest] = pages.keys();
      if (pages.size > mostPages && oldest !== undefined) pages.delete(oldest);
    },
  };
}
