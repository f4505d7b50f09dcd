import { invalidAt } from './dockerfile-error.js';

/** What the first comments of a Dockerfile say of how it is read. */
export interface Directives {
  /** The frontend that its author had in mind: kept, and not loaded. */
  readonly syntax?: string | undefined;
  /** What continues a line and takes the next character literally. */
  readonly escapeCharacter: '\\' | '`';
}

const form = /^#[ \t]*([a-zA-Z][a-zA-Z0-9]*)[ \t]*=[ \t]*(\S(?:.*\S)?)[ \t]*$/;
const known = new Set(['syntax', 'escape', 'check']);

/** Reads the directives: comments `# name=value` before anything else. The first line that is none ends them. */
export function readDirectives(lines: readonly string[]): Directives {
  const found = new Map<string, string>();
  for (const [index, text] of lines.entries()) {
    const [, name = '', value = ''] = form.exec(text) ?? [];
    const key = name.toLowerCase();
    if (!known.has(key)) break;
    if (found.has(key)) throw invalidAt(index + 1, `only one ${key} directive can be used`);
    if (key === 'escape' && value !== '\\' && value !== '`') {
      throw invalidAt(index + 1, `the escape directive must be \\ or \`, and not ${value}`);
    }
    found.set(key, value);
  }
  return { syntax: found.get('syntax'), escapeCharacter: found.get('escape') === '`' ? '`' : '\\' };
}
