import type { Argument, GroovyNode } from './syntax-tree.js';

/** The nodes directly below a node, in the order of the source. */
export function children(node: GroovyNode): readonly GroovyNode[] {
  return slots(node).filter((child) => child !== undefined);
}

function slots(node: GroovyNode): readonly (GroovyNode | undefined)[] {
  switch (node.kind) {
    case 'constant':
    case 'name':
    case 'import':
      return [];
    case 'string':
      return node.parts.flatMap((part) => (part.kind === 'code' ? [part.node] : []));
    case 'member':
      return [node.object, node.property];
    case 'index':
      return [node.object, ...node.items];
    case 'call':
      return [node.callee, ...values(node.arguments)];
    case 'new':
      return values(node.arguments);
    case 'list':
      return node.items;
    case 'map':
      return values(node.entries);
    case 'operation':
      return node.operands;
    case 'conditional':
    case 'if':
      return [node.test, node.whenTrue, node.whenFalse];
    case 'cast':
      return [node.value];
    case 'assignment':
      return [node.target, node.value];
    case 'declaration':
      return node.declarators.map(({ value }) => value);
    case 'closure':
    case 'class':
    case 'block':
      return node.body;
    case 'method':
      return [node.body];
    case 'loop':
      return [...node.header, node.body];
    case 'switch':
      return [node.subject, ...node.body];
    case 'try':
      return [node.body, ...node.handlers, node.last];
    case 'jump':
      return node.values;
    case 'label':
      return [node.statement];
    case 'annotated':
      return [...node.annotations.flatMap((one) => values(one.arguments)), node.statement];
    case 'opaque':
      return node.inner;
  }
}

function values(all: readonly Argument[]): readonly GroovyNode[] {
  return all.flatMap(({ key, value }) => (key === undefined ? [value] : [key, value]));
}
