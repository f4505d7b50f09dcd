/** Who waits for something to arrive. */
export interface Arrivals {
  /** Calls back at every arrival; gives the end of that. */
  on(listener: () => void): () => void;
  announce(): void;
}

/** Nobody waits yet. */
export function createArrivals(): Arrivals {
  const listeners = new Set<() => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce() {
      for (const listener of [...listeners]) listener();
    },
  };
}
