import { type LineForm, nameOfLine } from './line-form.js';

/**
 * Values by name in memory, those used last at the end. They are kept as text, which takes a fraction of the room of objects: a pass over a
 * registry that says no digests wants to know all tags of all repositories.
 */
export interface LineIndex<Value> {
  /** What a file holds. It counts as used before everything that is here already. A line is opened when somebody wants it. */
  add(lines: readonly string[]): void;
  get(name: string): Value | undefined;
  put(name: string, value: Value): void;
  /** What is worth keeping, those used longest ago first. */
  lines(): readonly string[];
}

/** An empty {@link LineIndex} of at most `maxEntries` values. What was used longest ago goes first. */
export function createLineIndex<Value extends object>(form: LineForm<Value>, maxEntries: number): LineIndex<Value> {
  const unread = new Map<string, string>();
  /** JSON of values that were read from their lines, or put: nothing about it has to be checked again. */
  const known = new Map<string, string>();
  const trim = () => {
    for (const entries of [unread, known]) {
      for (const name of entries.keys()) {
        if (unread.size + known.size <= maxEntries) return;
        entries.delete(name);
      }
    }
  };
  const keep = (name: string, json: string) => {
    unread.delete(name);
    known.delete(name);
    known.set(name, json);
    trim();
  };
  return {
    put: (name, value) => keep(name, JSON.stringify(value)),
    add(lines) {
      for (const line of lines) {
        const name = nameOfLine(line);
        if (name === undefined || known.has(name)) continue;
        // The last line about something is the newest.
        unread.delete(name);
        unread.set(name, line);
      }
      trim();
    },
    get(name) {
      const json = known.get(name);
      if (json !== undefined) {
        keep(name, json);
        return JSON.parse(json);
      }
      const line = unread.get(name);
      if (line === undefined) return undefined;
      const value = form.parse(line);
      if (value === undefined) unread.delete(name);
      else keep(name, JSON.stringify(value));
      return value;
    },
    lines: () => [...unread.values(), ...[...known].map(([name, json]) => form.format(name, JSON.parse(json)))],
  };
}
