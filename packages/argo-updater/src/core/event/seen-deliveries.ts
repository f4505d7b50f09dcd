/** The ids of deliveries that were taken, the last `capacity` of them. */
export interface SeenDeliveries {
  has(sender: string, id: string): boolean;
  /** To be called once the delivery was taken: one that was turned away must be able to come again. */
  add(sender: string, id: string): void;
}

/** Remembers deliveries in bounded memory; the oldest are forgotten first. */
export function createSeenDeliveries(capacity = 10_000): SeenDeliveries {
  const seen = new Set<string>();
  // A sender's name has no space.
  const keyOf = (sender: string, id: string): string => `${sender} ${id.slice(0, longestId)}`;
  return {
    has: (sender, id) => seen.has(keyOf(sender, id)),
    add(sender, id) {
      seen.add(keyOf(sender, id));
      const [oldest] = seen;
      if (seen.size > capacity && oldest !== undefined) seen.delete(oldest);
    },
  };
}

/** Nobody's ids are longer, but anybody's headers may be. */
const longestId = 200;
