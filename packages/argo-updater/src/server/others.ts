import type { Peer } from '../app/live/ports.js';

/** An Application as a replica tells another one: what the API shows of it, whatever that is. */
export interface ToldApplication {
  readonly application: string;
  /** Its image repositories, planned or not. */
  readonly repositories: readonly string[];
  readonly images: readonly { readonly repository: string }[];
  readonly plannedAt?: string | undefined;
}

/** An image on its way, as a replica tells another one. */
export interface ToldDelivery {
  readonly application: string;
  readonly alias: string;
  readonly image: string;
  readonly repository: string;
  readonly at: string;
}

/** What is asked of deliveries: a commit, or an Application. */
export interface DeliveriesQuery {
  readonly sha?: string | undefined;
  readonly application?: string | undefined;
}

interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** The replicas that have what this one has not. What cannot be asked rejects. */
export interface OtherReplicas {
  list(): readonly Peer[];
  applications(peer: Peer, waiting: Waiting): Promise<readonly ToldApplication[]>;
  deliveries(peer: Peer, query: DeliveriesQuery, waiting: Waiting): Promise<readonly ToldDelivery[]>;
}

/** What several replicas know, and who of them did not say it. */
export interface Gathered<Item> {
  readonly items: readonly Item[];
  readonly unanswered: readonly string[];
}

/** Nobody waits longer for a replica that does not answer. */
const patienceMs = 3_000;

/** Asks all other replicas at once. One that fails, or takes too long, is named; the others count. */
export async function askOthers<Item>(
  others: Pick<OtherReplicas, 'list'>,
  ask: (peer: Peer, waiting: Waiting) => Promise<readonly Item[]>,
): Promise<Gathered<Item>> {
  const peers = others.list();
  const signal = AbortSignal.timeout(patienceMs);
  const answers = await Promise.allSettled(peers.map(async (peer) => ask(peer, { signal })));
  return {
    items: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
    unanswered: peers.flatMap(({ name }, index) => (answers[index]?.status === 'rejected' ? [name] : [])),
  };
}

/** Of what several replicas say of one thing, the newest. */
export function newestOf<Item>(
  items: readonly Item[],
  { keyOf, timeOf }: { readonly keyOf: (item: Item) => string; readonly timeOf: (item: Item) => string },
): readonly Item[] {
  const found = new Map<string, Item>();
  for (const item of items) {
    const known = found.get(keyOf(item));
    // Times in UTC with the same digits are in the order of their texts.
    if (known === undefined || timeOf(item) > timeOf(known)) found.set(keyOf(item), item);
  }
  return [...found.values()];
}
