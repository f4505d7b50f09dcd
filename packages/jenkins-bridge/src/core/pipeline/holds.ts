import type { BuildFacts } from '../tag/build-facts.js';
import { matchesAntPattern } from './ant-pattern.js';
import type { ConditionGroup, When } from './model/when.js';

/** Whether it is the time for something: there is no group, or all conditions of one hold. What is unknown of the build does not hold. */
export function holds(when: When, facts: BuildFacts): boolean {
  return when.length === 0 || when.some((group) => groupHolds(group, facts));
}

function groupHolds({ not, ...conditions }: ConditionGroup, facts: BuildFacts): boolean {
  return conditionsHold(conditions, facts) && (not === undefined || !conditionsHold(not, facts));
}

function conditionsHold(group: Omit<ConditionGroup, 'not'>, facts: BuildFacts): boolean {
  const { branch, tag, changeRequest, target, author, changed } = group;
  return (
    nameFits(branch, facts.branch) &&
    nameFits(tag, facts.gitTag) &&
    (changeRequest ?? isChangeRequest(facts)) === isChangeRequest(facts) &&
    nameFits(target, facts.changeRequest?.target) &&
    nameFits(author, facts.changeRequest?.author) &&
    (changed === undefined || (facts.changedFiles ?? []).some((file) => matchesAntPattern(changed, file))) &&
    valuesFit(group.environment, facts.environment) &&
    valuesFit(group.parameters, facts.parameters)
  );
}

function isChangeRequest(facts: BuildFacts): boolean {
  return facts.changeRequest !== undefined;
}

function nameFits(pattern: string | undefined, name: string | undefined): boolean {
  return pattern === undefined || (name !== undefined && matchesAntPattern(pattern, name));
}

function valuesFit(
  wanted: Readonly<Record<string, string>> | undefined,
  actual: Readonly<Record<string, string>> = {},
): boolean {
  return Object.entries(wanted ?? {}).every(([name, value]) => actual[name] === value);
}
