import type { Call, Scope } from './call.js';

/** The calls whose closures something stands in, from the inside out, up to where nothing more is known. */
export function enclosingCalls(scope: Scope | undefined): readonly Call[] {
  const calls: Call[] = [];
  for (let at = scope; at?.kind === 'call'; at = at.outer) calls.push(at.call);
  return calls;
}

/** The innermost of the enclosing calls with one of these names. */
export function enclosing(scope: Scope | undefined, ...names: readonly string[]): Call | undefined {
  return enclosingCalls(scope).find(({ name }) => names.includes(name));
}

/** The method that something stands in. */
export function methodOf(scope: Scope | undefined): Extract<Scope, { kind: 'method' }> | undefined {
  let at = scope;
  while (at !== undefined && at.kind !== 'method') at = at.outer;
  return at;
}

/** Whether it is known what everything around is: no method, and no closure that is kept for later. */
export function isRooted(scope: Scope | undefined): boolean {
  let at = scope;
  while (at?.kind === 'call') at = at.outer;
  return at === undefined;
}
