import { resolveImport } from '../model/resolve-import.js';
import { placeOf } from './layers.js';
import type { Rule, Violation } from './violation.js';

/** Globals that touch the world however they are used … */
const impureGlobals = new Set([
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'fetch',
  'performance',
  'process',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);
/** … and uses of those that mostly compute. */
const impureUses = new Set(['AbortSignal.timeout', 'Date()', 'Date.now', 'Math.random', 'new Date()']);

/** Pure layers import no Node module and use no clock, no randomness, no process and no network. */
export const pureCode: Rule = ({ files, packages }) =>
  files.flatMap((file) => {
    if (file.isTest || placeOf(file.path)?.rule?.pure === undefined) return [];
    const report = (line: number, what: string): Violation => ({
      rule: 'pure-code',
      file: file.path,
      line,
      message: `${what} in a pure layer: take what it gives as an argument`,
    });
    const modules = file.imports.filter(
      ({ specifier }) => resolveImport(packages, file.path, specifier).kind === 'node',
    );
    const globals = file.globals.filter(({ name }) => isImpure(name));
    return [
      ...modules.map(({ line, specifier }) => report(line, specifier)),
      ...globals.map(({ line, name }) => report(line, name)),
    ];
  });

function isImpure(use: string): boolean {
  return impureUses.has(use) || impureGlobals.has(use.replace(/^new |[.(].*$/g, ''));
}
