import type { KubeObject } from './kube-object.js';
import { badRequest } from './status-error.js';

/** Says whether an object is meant. */
export type Selector = (object: KubeObject) => boolean;

const setBased = /^([^\s!=<>(),]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const equality = /^([^\s!=<>(),]+)\s*(==|=|!=)\s*([^\s!=<>(),]*)$/;
const presence = /^(!?)\s*([^\s!=<>(),]+)$/;

/** Parses a label selector: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas. Throws 400. */
export function parseLabelSelector(text: string): Selector {
  const requirements = splitOutsideParentheses(text).map((part) => parseLabelRequirement(part, text));
  return ({ metadata }) => requirements.every((holds) => holds(metadata.labels ?? {}));
}

/** Parses a field selector. `metadata.name` and `metadata.namespace` can be selected by `=`, `==` and `!=`. Throws 400. */
export function parseFieldSelector(text: string): Selector {
  const requirements = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(parseFieldRequirement);
  return (object) => requirements.every((holds) => holds(object));
}

type Labels = Readonly<Record<string, string>>;

function parseLabelRequirement(part: string, whole: string): (labels: Labels) => boolean {
  const set = setBased.exec(part);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return (labels) => values.includes(labels[key] ?? '\0') === (operator === 'in');
  }
  const equal = equality.exec(part);
  if (equal !== null) {
    const [, key = '', operator, value] = equal;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  const present = presence.exec(part);
  if (present !== null) {
    const [, not, key = ''] = present;
    return (labels) => Object.hasOwn(labels, key) === (not === '');
  }
  throw badRequest(`unable to parse requirement: ${JSON.stringify(part)} in label selector ${JSON.stringify(whole)}`);
}

function parseFieldRequirement(part: string): Selector {
  const [, field = '', operator, value] = equality.exec(part.trim()) ?? [];
  if (operator === undefined) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
  if (field !== 'metadata.name' && field !== 'metadata.namespace')
    throw badRequest(`field label not supported: ${field}`);
  const read = ({ metadata }: KubeObject) => (field === 'metadata.name' ? metadata.name : (metadata.namespace ?? ''));
  return (object) => (read(object) === value) === (operator !== '!=');
}

function splitOutsideParentheses(text: string): readonly string[] {
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  return parts.filter((part) => part !== '');
}
