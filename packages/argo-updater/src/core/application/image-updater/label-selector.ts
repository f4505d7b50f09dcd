import type { LabelSelector } from './schema.js';

type Labels = Readonly<Record<string, string>>;
type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

/** One expression as a test, by operator. Each says with how many values it makes sense. */
const operators: Readonly<
  Record<string, { needsValues: boolean; test: (value: string | undefined, values: readonly string[]) => boolean }>
> = {
  In: { needsValues: true, test: (value, values) => value !== undefined && values.includes(value) },
  NotIn: { needsValues: true, test: (value, values) => value === undefined || !values.includes(value) },
  Exists: { needsValues: false, test: (value) => value !== undefined },
  DoesNotExist: { needsValues: false, test: (value) => value === undefined },
};

/** Why a selector cannot be used, as Kubernetes judges it; undefined where it can. */
export function labelSelectorProblem({ matchExpressions = [] }: LabelSelector): string | undefined {
  return matchExpressions.map(expressionProblem).find((problem) => problem !== undefined);
}

/** Whether labels fulfil every term of a selector. An empty one selects everything, one that cannot be used nothing. */
export function selectsLabels(selector: LabelSelector, labels: Labels): boolean {
  if (labelSelectorProblem(selector) !== undefined) return false;
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labelOf(labels, key) === value);
  return equal && (selector.matchExpressions ?? []).every((expression) => fulfils(expression, labels));
}

function fulfils({ key, operator, values }: Expression, labels: Labels): boolean {
  return operators[operator]?.test(labelOf(labels, key), values ?? []) ?? false;
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function expressionProblem({ key, operator, values = [] }: Expression): string | undefined {
  const known = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (!known) return `${JSON.stringify(operator)} is no operator; use In, NotIn, Exists or DoesNotExist`;
  if (known.needsValues && values.length === 0) return `${operator} on ${key} needs at least one value`;
  if (!known.needsValues && values.length > 0) return `${operator} on ${key} takes no values`;
  return undefined;
}
