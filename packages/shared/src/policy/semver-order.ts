import { compareSpecificity } from '../image/index.js';
import { type Constraint, parseConstraint } from './constraint.js';
import type { Finding } from './finding.js';
import { compareText, createRanking, type Item, type Order, type Ranking } from './ranking.js';
import type { Objection } from './refusal.js';
import type { OrderSpec, Policy } from './schema.js';
import { compareVersions, parseVersion, type Version } from './version.js';

/** The order of versions within a constraint, or the finding against the constraint. */
export function semverRanking(spec: OrderSpec<'semver'>, compat: Policy['compat']): Ranking | Finding {
  const text = spec.constraint ?? '*';
  const reading = parseConstraint(text);
  if (reading.kind === 'refused') {
    const { part, position } = reading;
    const problem = part === '' ? 'has an empty part' : `${JSON.stringify(part)} is not a version constraint`;
    return { path: 'order.constraint', problem, position, hint: 'Write for example ^1.2, ~1.2.3, 1.x or >=1.2 <2.' };
  }
  return createRanking(semverOrder(reading.constraint, text, compat), 'is older than');
}

function semverOrder(constraint: Constraint, text: string, compat: Policy['compat']): Order<Version> {
  const objections: { readonly [Verdict in 'outside' | 'pre-release']: Objection } = {
    outside: { rule: 'outside-constraint', reason: `is outside ${text}` },
    'pre-release': { rule: 'pre-release', reason: `is a pre-release, and ${text} does not ask for any` },
  };
  return {
    key(item, refuse) {
      const version = parseVersion(item.text);
      if (version === undefined) return refuse(item, notAVersion);
      if (compat === 'flux' && !version.full) return refuse(item, notAFullVersion);
      const verdict = constraint.check(version);
      return verdict === 'inside' ? version : refuse(item, objections[verdict]);
    },
    compare: compareVersions,
    breakTie: compat === undefined ? byPrecision : byText,
  };
}

/** Of `1`, `1.0` and `1.0.0`, the one that will not move on to another image. */
function byPrecision(a: Item, b: Item): number {
  return compareSpecificity(b.text, a.text) || compareText(b.candidate.tag, a.candidate.tag);
}

function byText(a: Item, b: Item): number {
  return compareText(a.text, b.text) || compareText(b.candidate.tag, a.candidate.tag);
}

const notAVersion: Objection = { rule: 'not-a-version', reason: 'is not a version' };
const notAFullVersion: Objection = { rule: 'not-a-version', reason: 'is not a version of three numbers' };
