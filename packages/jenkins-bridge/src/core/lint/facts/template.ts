import type { GroovyNode, MemberNode, StringNode } from '../../groovy/syntax-tree.js';
import type { Assignment } from './jenkinsfile.js';

/** How a part of a text is written of which nothing is known, not even the name of a variable. */
export const unknownText = `\${?}`;

/** Whether something in a text is unknown. */
export function hasUnknown(text: string): boolean {
  return text.includes(`\${`);
}

/** What variables are worth that are given one text only, by name. */
export type Constants = ReadonlyMap<string, string>;

/** The constants among these assignments. What one is made of may be a constant in turn, if it was given before. */
export function constantsOf(assignments: readonly Assignment[]): Constants {
  const times = new Map<string, number>();
  for (const { name } of assignments) times.set(name, (times.get(name) ?? 0) + 1);
  const constants = new Map<string, string>();
  for (const { name, value } of assignments) {
    const text = times.get(name) === 1 ? templateOf(value, constants) : undefined;
    if (text !== undefined && !hasUnknown(text) && text.length < longest) constants.set(name, text);
  }
  return constants;
}

/** Constants made of constants could grow without bound. */
const longest = 1000;

/**
 * The text that an expression is, as far as the file tells: what is unknown stands as `${…}`. Undefined where it is no text at all.
 */
export function templateOf(node: GroovyNode | undefined, constants: Constants): string | undefined {
  if (node?.kind === 'string') return stringTemplate(node, constants);
  if (node?.kind === 'operation' && node.operands.length > 1 && node.operators.every((operator) => operator === '+')) {
    return node.operands.map((operand) => templateOf(operand, constants) ?? unknownText).join('');
  }
  const name = variableName(node);
  if (name === undefined) return undefined;
  // A parameter is given by whoever starts the build, whatever variable has its name.
  const constant = node?.kind === 'member' && isOf(node, 'params') ? undefined : constants.get(name);
  return constant ?? `\${${name}}`;
}

/** `x` of `x`, of `env.x` and of `params.x`. */
export function variableName(node: GroovyNode | undefined): string | undefined {
  if (node?.kind === 'name') return node.name;
  return node?.kind === 'member' && (isOf(node, 'env') || isOf(node, 'params')) ? node.name : undefined;
}

function isOf({ object }: MemberNode, name: string): boolean {
  return object.kind === 'name' && object.name === name;
}

/** The text of a string without code in it; undefined for anything else. */
export function plainText(node: GroovyNode | undefined): string | undefined {
  if (node?.kind !== 'string') return undefined;
  return node.parts.every(({ kind }) => kind === 'text') ? stringTemplate(node, new Map()) : undefined;
}

function stringTemplate({ parts }: StringNode, constants: Constants): string {
  return parts
    .map((part) => (part.kind === 'text' ? part.value : (templateOf(part.node, constants) ?? unknownText)))
    .join('');
}
