/** Which keys belong to which group: a group without keys is none. */
export interface KeyIndex {
  of(group: string): Iterable<string>;
  keys(): Iterable<string>;
  move(key: string, change: { readonly from: string | undefined; readonly to: string | undefined }): void;
  moveAll(key: string, change: { readonly from: readonly string[]; readonly to: readonly string[] }): void;
}

/** An empty {@link KeyIndex}. */
export function createIndex(): KeyIndex {
  const groups = new Map<string, Set<string>>();
  const remove = (key: string, group: string): void => {
    const members = groups.get(group);
    members?.delete(key);
    if (members?.size === 0) groups.delete(group);
  };
  const add = (key: string, group: string): void => {
    const members = groups.get(group);
    if (members === undefined) groups.set(group, new Set([key]));
    else members.add(key);
  };
  return {
    of: (group) => groups.get(group) ?? [],
    keys: () => groups.keys(),
    move(key, { from, to }) {
      if (from !== undefined) remove(key, from);
      if (to !== undefined) add(key, to);
    },
    moveAll(key, { from, to }) {
      for (const group of from) if (!to.includes(group)) remove(key, group);
      for (const group of to) add(key, group);
    },
  };
}
