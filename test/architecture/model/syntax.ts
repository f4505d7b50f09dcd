import { parse } from '@swc/core';

/** A node of swc's tree: only what every node has. */
export interface SyntaxNode {
  readonly type: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly [property: string]: unknown;
}

/** A parsed file. */
export interface SyntaxTree {
  readonly body: readonly SyntaxNode[];
  /** The line, counted from 1, of a span's end. */
  lineOf(offset: number): number;
  /** The text in front of a node. */
  textBefore(node: SyntaxNode): string;
  /** Whether an identifier names a global: neither imported nor declared in this file. */
  isGlobal(identifier: SyntaxNode): boolean;
}

/**
 * A first statement of our own. swc's offsets count bytes from an origin that it does not tell, and its mark of an unbound name is
 * a number that it does not name: where this statement is found says the first, and its identifier says the second.
 */
const probe = 'globalThis;';

/** Parses TypeScript; throws swc's message where it cannot. */
export async function parseSyntax(text: string): Promise<SyntaxTree> {
  const { body } = await parse(probe + text, { syntax: 'typescript', target: 'es2022' });
  const [first, ...rest] = nodesIn(body);
  if (first === undefined) throw new Error('swc dropped the probe');
  const origin = first.span.start + Buffer.byteLength(probe);
  const bytes = Buffer.from(text);
  const newlines = [...bytes.keys()].filter((index) => bytes[index] === 0x0a);
  const globalMark = child(first, 'expression')?.ctxt;
  return {
    body: rest,
    lineOf: (offset) => 1 + countBelow(newlines, offset - origin),
    textBefore: (node) => bytes.subarray(0, node.span.start - origin).toString(),
    isGlobal: (identifier) => identifier.ctxt === globalMark,
  };
}

/** The nodes directly inside a value of the tree, whatever wraps them. */
export function nodesIn(value: unknown): readonly SyntaxNode[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => (isNode(inner) ? [inner] : nodesIn(inner)));
}

/** Calls `visit` for every node with its parent, parents first. */
export function walk(
  nodes: readonly SyntaxNode[],
  visit: (node: SyntaxNode, parent: SyntaxNode | undefined) => void,
  parent?: SyntaxNode,
): void {
  for (const node of nodes) {
    visit(node, parent);
    walk(nodesIn(node), visit, node);
  }
}

/** The node at a property; undefined where there is none. */
export function child(node: SyntaxNode | undefined, property: string): SyntaxNode | undefined {
  const value = node?.[property];
  return isNode(value) ? value : undefined;
}

/** The text of an identifier or a string literal; undefined for any other node. */
export function textOf(node: SyntaxNode | undefined): string | undefined {
  return typeof node?.value === 'string' ? node.value : undefined;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'span' in value;
}

function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
