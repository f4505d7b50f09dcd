import type { CallNode, ClosureNode, GroovyNode } from '../../groovy/syntax-tree.js';

/**
 * What code stands in, from the inside out. `call`: the closure of a call, such as `stage('Build') { … }`. `method`: a method of the file.
 * `detached`: a closure that is kept for later, so that nothing is known of where it will run.
 */
export type Scope =
  | { readonly kind: 'call'; readonly call: Call; readonly outer: Scope | undefined }
  | { readonly kind: 'method'; readonly name: string; readonly nonCps: boolean; readonly outer: Scope | undefined }
  | { readonly kind: 'detached'; readonly outer: Scope | undefined };

/** A call, and where it stands. */
export interface Call {
  readonly node: CallNode;
  /** `withRegistry` of `docker.withRegistry(…)`; empty where it is computed. */
  readonly name: string;
  readonly receiver: GroovyNode | undefined;
  /** Where the name stands. */
  readonly nameStart: number;
  readonly scope: Scope | undefined;
}

/** A {@link Call} of its node. */
export function callOf(node: CallNode, scope: Scope | undefined): Call {
  const { callee } = node;
  if (callee.kind === 'member') {
    return { node, name: callee.name ?? '', receiver: callee.object, nameStart: callee.nameStart, scope };
  }
  const name = callee.kind === 'name' ? callee.name : '';
  return { node, name, receiver: undefined, nameStart: callee.start, scope };
}

/** Whether it is `name(…)` and no method of an object. */
export function isStep(call: Call, ...names: readonly string[]): boolean {
  return call.receiver === undefined && names.includes(call.name);
}

/** Whether it is a method of the variable `docker`. */
export function isDockerCall({ receiver }: Call): boolean {
  return receiver?.kind === 'name' && receiver.name === 'docker';
}

/** The positional arguments that are no closures. */
export function positional({ node }: Call): readonly GroovyNode[] {
  return node.arguments.flatMap(({ name, key, value }) =>
    name === undefined && key === undefined && value.kind !== 'closure' ? [value] : [],
  );
}

/** The value of a named argument, also where the arguments are given as one map. */
export function named(call: Call, wanted: string): GroovyNode | undefined {
  const direct = call.node.arguments.find(({ name }) => name === wanted)?.value;
  if (direct !== undefined) return direct;
  const [first] = positional(call);
  return first?.kind === 'map' ? first.entries.find(({ name }) => name === wanted)?.value : undefined;
}

/** The closure behind a call. */
export function closureOf({ node }: Call): ClosureNode | undefined {
  const last = node.arguments.at(-1)?.value;
  return last?.kind === 'closure' ? last : undefined;
}

/** Where the call's name, its receiver included, begins and ends: what an editor underlines. */
export function headOf({ node, name, nameStart }: Call): { readonly start: number; readonly end: number } {
  return {
    start: node.callee.kind === 'member' && node.callee.object.kind === 'name' ? node.start : nameStart,
    end: nameStart + name.length,
  };
}
