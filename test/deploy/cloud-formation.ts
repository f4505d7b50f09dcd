import { readFile } from 'node:fs/promises';
import { isMap, isPair, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { deployFolder } from './render.js';

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Condition: z.string().optional(), Properties: z.unknown() }),
  ),
});
const parametersSchema = z.record(z.string(), z.object({ Type: z.string(), Default: z.string().optional() }));

/** What a stack would be made of: a reference to a resource is its name, an attribute `Name.Attribute`. */
export type Resources = z.infer<typeof templateSchema>['Resources'];

type Values = Readonly<Record<string, string | readonly string[]>>;

interface Scope {
  readonly values: Values;
  /** The condition of this name. */
  readonly holds: (name: string) => boolean;
}

/** What CloudFormation leaves out. */
const nothing = Symbol('AWS::NoValue');

/** The resources of a template of `deploy/aws` with these parameters, as far as its functions are used there. */
export async function readTemplate(
  file: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Resources> {
  const document = parseDocument(await readFile(`${deployFolder}aws/${file}`, 'utf8'), { logLevel: 'silent' });
  if (document.errors[0] !== undefined) throw document.errors[0];
  const declared = parametersSchema.parse(document.toJS().Parameters);
  const unknown = Object.keys(parameters).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new TypeError(`${file} has no parameter ${unknown.join(', ')}`);
  const values = Object.fromEntries(
    Object.entries(declared).map(([name, { Type, Default = '' }]) => {
      const text = parameters[name] ?? Default;
      return [name, Type === 'CommaDelimitedList' ? text.split(',') : text];
    }),
  );
  const scope: Scope = {
    values,
    holds(name) {
      const condition = document.getIn(['Conditions', name], true);
      if (condition === undefined) throw new TypeError(`${file} has no condition ${name}`);
      return evaluate(condition, scope) === true;
    },
  };
  const { Resources } = templateSchema.parse(evaluate(document.contents, scope));
  return Object.fromEntries(
    Object.entries(Resources).filter(([, { Condition }]) => Condition === undefined || scope.holds(Condition)),
  );
}

function evaluate(node: unknown, scope: Scope): unknown {
  if (isSeq(node)) {
    const items = node.items.map((item) => () => evaluate(item, scope));
    return callFunction(node, items, scope);
  }
  if (isMap(node)) {
    const entries = node.items.filter(isPair).map(({ key, value }) => [text(key), evaluate(value, scope)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== nothing));
  }
  return isScalar(node) ? callScalar(node.tag, node.value, scope) : undefined;
}

function callScalar(tag: string | undefined, value: unknown, { values }: Scope): unknown {
  const name = String(value);
  switch (tag) {
    case '!Ref':
      return name === 'AWS::NoValue' ? nothing : (values[name] ?? name);
    case '!GetAtt':
      return name;
    case '!Sub':
      return name.replaceAll(/\$\{([^}]+)\}/g, (_whole, inner: string) => String(values[inner] ?? inner));
    default:
      return value;
  }
}

function callFunction({ tag }: Node, items: readonly (() => unknown)[], scope: Scope): unknown {
  const [first, second, third] = items;
  switch (tag) {
    case '!If':
      return scope.holds(String(first?.())) ? second?.() : third?.();
    case '!Not':
      return first?.() !== true;
    case '!Equals':
      return first?.() === second?.();
    case '!Join':
      return z.array(z.string()).parse(second?.()).join(String(first?.()));
    default:
      return items.map((item) => item()).filter((item) => item !== nothing);
  }
}

function text(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}
