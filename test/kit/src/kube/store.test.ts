import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { builtinKinds } from './builtin-kinds.js';
import type { KubeObject } from './kube-object.js';
import type { ResourceKind } from './resource-kind.js';
import { KubeStore } from './store.js';

function kindOf(plural: string): ResourceKind {
  const kind = builtinKinds.find((one) => one.plural === plural);
  if (kind === undefined) throw new TypeError(plural);
  return kind;
}
const secrets = kindOf('secrets');
const leases = kindOf('leases');

function put(store: KubeStore, kind: ResourceKind, name: string): KubeObject {
  return store.put(kind, (revision) => ({
    apiVersion: 'v1',
    kind: kind.kind,
    metadata: { name, namespace: 'n', uid: name, resourceVersion: String(revision), creationTimestamp: '' },
  }));
}

const step = fc.record({
  kind: fc.constantFrom(secrets, leases),
  name: fc.constantFrom('a', 'b', 'c'),
  remove: fc.boolean(),
});

describe('the store', () => {
  it('shows a collection as it was at any revision, and the changes since', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const store = new KubeStore();
        const past = [{ revision: store.revision, secrets: store.list(secrets) }];
        for (const { kind, name, remove } of steps) {
          const live = store.get(kind, 'n', name);
          if (!remove) put(store, kind, name);
          else if (live !== undefined) store.remove(kind, live);
          past.push({ revision: store.revision, secrets: store.list(secrets) });
        }
        for (const { revision, secrets: seen } of past) {
          expect(store.listAt(secrets, revision)).toEqual(seen);
          const replayed = new Map(seen.map((object) => [object.metadata.name, object]));
          for (const { before, after } of store.changesSince(secrets, revision)) {
            if (before !== undefined) replayed.delete(before.metadata.name);
            if (after !== undefined) replayed.set(after.metadata.name, after);
          }
          const names = [...replayed.keys()].sort();
          expect(names.map((name) => replayed.get(name))).toEqual(store.list(secrets));
        }
      }),
    );
  });

  it('answers 410 for what it has forgotten, and not for the present', () => {
    const store = new KubeStore();
    const { resourceVersion } = put(store, secrets, 'a').metadata;
    put(store, secrets, 'b');
    store.compact();
    expect(() => store.listAt(secrets, Number(resourceVersion))).toThrow(expect.objectContaining({ code: 410 }));
    expect(() => store.changesSince(secrets, Number(resourceVersion))).toThrow(expect.objectContaining({ code: 410 }));
    expect(store.listAt(secrets, store.revision)).toHaveLength(2);
    expect(store.changesSince(secrets, store.revision)).toEqual([]);
  });

  it('remembers no more changes than its limit', () => {
    const store = new KubeStore(4);
    const start = store.revision;
    for (const name of ['a', 'b', 'c', 'd']) put(store, secrets, name);
    expect(store.changesSince(secrets, start)).toHaveLength(4);
    put(store, secrets, 'e');
    expect(() => store.changesSince(secrets, start)).toThrow(expect.objectContaining({ code: 410 }));
    expect(store.changesSince(secrets, store.revision - 2)).toHaveLength(2);
  });
});
