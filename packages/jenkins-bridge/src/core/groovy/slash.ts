import type { Token } from './token.js';

/** Words that something to evaluate follows, unlike other names: a slash behind one of these begins a string. */
const introducing = new Set(['return', 'in', 'case', 'assert', 'throw', 'else', 'do']);
const closing = new Set([')', ']', '}', '++', '--']);

/** Whether a slash that follows `before` may begin a string. Behind a value it divides. */
export function isSlashPossible(before: Token | undefined, next: string): boolean {
  if (next === '/' || next === '*') return false;
  if (before === undefined || before.kind === 'newline') return true;
  if (before.kind === 'name') return introducing.has(before.text);
  return before.kind === 'operator' && !closing.has(before.text);
}
