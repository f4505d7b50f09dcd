import { type LineForm, nameOfLine } from './line-form.js';

/** Values by name in memory, those used last at the end. A line is opened when somebody wants it. */
export interface LineIndex<Value> {
  /** What a file holds. It counts as used before everything that is here already. */
  add(lines: readonly string[]): void;
  get(name: string): Value | undefined;
  put(name: string, value: Value): void;
  /** What is worth keeping, those used longest ago first. */
  lines(): readonly string[];
}

/** An empty {@link LineIndex} of at most `maxEntries` values. What was used longest ago goes first. */
export function createLineIndex<Value extends object>(form: LineForm<Value>, maxEntries: number): LineIndex<Value> {
  const entries = new Map<string, string | Value>();
  const trim = () => {
    for (const name of entries.keys()) {
      if (entries.size <= maxEntries) return;
      entries.delete(name);
    }
  };
  const put = (name: string, value: Value) => {
    entries.delete(name);
    entries.set(name, value);
    trim();
  };
  return {
    put,
    add(lines) {
      const own = [...entries];
      entries.clear();
      for (const line of lines) {
        const name = nameOfLine(line);
        if (name === undefined) continue;
        // The last line about something is the newest.
        entries.delete(name);
        entries.set(name, line);
      }
      for (const [name, entry] of own) {
        entries.delete(name);
        entries.set(name, entry);
      }
      trim();
    },
    get(name) {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      const value = typeof entry === 'string' ? form.parse(entry) : entry;
      if (value === undefined) entries.delete(name);
      else put(name, value);
      return value;
    },
    lines: () => [...entries].map(([name, entry]) => (typeof entry === 'string' ? entry : form.format(name, entry))),
  };
}
