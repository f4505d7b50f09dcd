import { type KubeObject, objectKey } from './kube-object.js';
import { type ResourceKind, resourceKey } from './resource-kind.js';
import { expired } from './status-error.js';

/** One change of one object. */
export interface Change {
  readonly revision: number;
  readonly resource: string;
  /** Undefined where it was created. */
  readonly before: KubeObject | undefined;
  /** Undefined where it was deleted. */
  readonly after: KubeObject | undefined;
}

/** How many changes are kept by default; older ones are compacted away. */
const defaultHistory = 20_000;

/**
 * All objects, under one revision that every write raises, and their recent history. As in etcd a reader can go on from any revision
 * that is not compacted yet, and read a collection as it was then.
 */
export class KubeStore {
  readonly #collections = new Map<string, Map<string, KubeObject>>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #historyLimit: number;
  #history: Change[] = [];
  #revision = 1;
  #compacted = 0;

  constructor(historyLimit = defaultHistory) {
    this.#historyLimit = historyLimit;
  }

  /** The revision of the last write. */
  get revision(): number {
    return this.#revision;
  }

  get(kind: ResourceKind, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#collection(resourceKey(kind)).get(objectKey(namespace, name));
  }

  /** All objects of a kind, in order of namespace and name. */
  list(kind: ResourceKind): readonly KubeObject[] {
    return sorted(this.#collection(resourceKey(kind)));
  }

  /** The objects of a kind as they were at a revision. Throws 410 where that is no longer known. */
  listAt(kind: ResourceKind, revision: number): readonly KubeObject[] {
    this.#requireHistory(revision, 'The provided continue parameter is too old to display a consistent list result.');
    const resource = resourceKey(kind);
    const past = new Map(this.#collection(resource));
    for (const change of this.#history.toReversed()) {
      if (change.revision <= revision) break;
      if (change.resource !== resource) continue;
      const { before, after } = change;
      if (after !== undefined) past.delete(keyOf(after));
      if (before !== undefined) past.set(keyOf(before), before);
    }
    return sorted(past);
  }

  /** The changes of a kind after a revision. Throws 410 where not all of them are known any more. */
  changesSince(kind: ResourceKind, revision: number): readonly Change[] {
    this.#requireHistory(revision, `too old resource version: ${revision} (${this.#compacted + 1})`);
    const resource = resourceKey(kind);
    return this.#history.filter((change) => change.revision > revision && change.resource === resource);
  }

  /** Writes an object with a new revision, which `stamp` puts into it, or deletes it where `stamp` is absent. */
  put(kind: ResourceKind, stamped: (revision: number) => KubeObject): KubeObject {
    const revision = this.#revision + 1;
    const after = stamped(revision);
    this.#record(kind, keyOf(after), after);
    return after;
  }

  /** Removes an object; gives it with the revision of its end. */
  remove(kind: ResourceKind, object: KubeObject): KubeObject {
    this.#record(kind, keyOf(object), undefined);
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } };
  }

  /** Forgets all history, so that every older revision answers 410. */
  compact(): void {
    this.#history = [];
    this.#compacted = this.#revision;
  }

  /** Hears of every change, in order, until the function that it gives is called. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #collection(resource: string): Map<string, KubeObject> {
    let collection = this.#collections.get(resource);
    if (collection === undefined) {
      collection = new Map();
      this.#collections.set(resource, collection);
    }
    return collection;
  }

  #record(kind: ResourceKind, key: string, after: KubeObject | undefined): void {
    const resource = resourceKey(kind);
    const collection = this.#collection(resource);
    const change: Change = { revision: ++this.#revision, resource, before: collection.get(key), after };
    if (after === undefined) collection.delete(key);
    else collection.set(key, after);
    this.#history.push(change);
    if (this.#history.length > this.#historyLimit) this.#forgetOldest();
    for (const listener of [...this.#listeners]) listener(change);
  }

  /** Half at a time: taking one off the front of a long array at every write would cost more than the write. */
  #forgetOldest(): void {
    const dropped = this.#history.splice(0, Math.ceil(this.#historyLimit / 2));
    this.#compacted = dropped.at(-1)?.revision ?? this.#compacted;
  }

  #requireHistory(revision: number, message: string): void {
    if (revision < this.#compacted) throw expired(message);
  }
}

function keyOf({ metadata }: KubeObject): string {
  return objectKey(metadata.namespace, metadata.name);
}

function sorted(collection: ReadonlyMap<string, KubeObject>): readonly KubeObject[] {
  return [...collection.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}
