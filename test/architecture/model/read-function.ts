import type { FunctionFact } from './source-file.js';
import { child, nodesIn, type SyntaxNode, type SyntaxTree, textOf } from './syntax.js';

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
  'GetterProperty',
  'SetterProperty',
]);

/** The function at this node; none where it is no function, or one without a body. */
export function readFunction(
  node: SyntaxNode,
  parent: SyntaxNode | undefined,
  tree: SyntaxTree,
): readonly FunctionFact[] {
  if (!functionTypes.has(node.type)) return [];
  const parts = partsOf(node);
  if (typeof parts.body !== 'object' || parts.body === null) return [];
  const line = tree.lineOf(node.span.start);
  const callee = calleeName(parent);
  return [
    {
      name: ownName(node) ?? assignedName(parent) ?? callee ?? 'anonymous',
      line,
      lines: tree.lineOf(node.span.end) - line + 1,
      parameters: nodesIn(parts.params).length,
      callee,
    },
  ];
}

/** A class member keeps parameters and body one level deeper. */
function partsOf(node: SyntaxNode): { readonly params?: unknown; readonly body?: unknown } {
  const { params, body, function: inner } = node;
  return typeof inner === 'object' && inner !== null ? inner : { params, body };
}

function ownName(node: SyntaxNode): string | undefined {
  if (node.type === 'Constructor') return 'constructor';
  const name = child(node, 'identifier') ?? child(node, 'key');
  return textOf(name) ?? textOf(child(name, 'id'));
}

function assignedName(parent: SyntaxNode | undefined): string | undefined {
  const target = child(parent, 'id') ?? child(parent, 'key') ?? child(parent, 'left');
  return textOf(target);
}

/** `describe` for a function given to `describe(…)`, `describe.skip(…)` or `describe.each(…)(…)`; `map` for `[].map(…)`. */
function calleeName(parent: SyntaxNode | undefined): string | undefined {
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return undefined;
  let name: string | undefined;
  for (let node = child(parent, 'callee'); node !== undefined; node = calledPart(node)) {
    name = textOf(node) ?? textOf(child(node, 'property')) ?? name;
  }
  return name ?? 'a function';
}

/** What a callee is reached through: `describe` of `describe.each`, `describe.each` of `describe.each(…)`. */
function calledPart(node: SyntaxNode): SyntaxNode | undefined {
  return child(node, 'callee') ?? child(node, 'object') ?? child(node, 'tag');
}
