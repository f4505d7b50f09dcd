import { headOf } from '../facts/call.js';
import { agentSteps, workingSteps, wrapperSteps } from '../facts/known-steps.js';
import { methodOf } from '../facts/scope.js';
import type { LintRule } from '../rule.js';

/** Methods that lists have, too. */
const alsoGroovy = new Set(['each', 'eachWithIndex', 'times', 'collect', 'findAll', 'any', 'every', 'with']);

/** A step in a method with `@NonCPS`. */
export const stepInNonCps: LintRule = {
  severity: 'error',
  why: 'A method with @NonCPS cannot wait, and a step must: the step is begun, its result is lost, and what follows runs at the wrong time.',
  fix: 'Call the step outside, and hand its result to the method.',
  bad: `@NonCPS
def version() {
  return sh(script: 'git describe', returnStdout: true).trim()
}

node {
  timeout(10) {
    checkout scm
    echo version()
  }
}`,
  good: `def version() {
  return sh(script: 'git describe', returnStdout: true).trim()
}

node {
  timeout(10) {
    checkout scm
    echo version()
  }
}`,
  find: ({ calls, methods }) =>
    calls
      .filter(({ scope }) => methodOf(scope)?.nonCps === true)
      .filter(({ name, receiver }) => receiver === undefined && isStep(name) && !methods.has(name))
      .map((call) => ({ ...headOf(call), message: `${call.name} is a step, and stands in a method with @NonCPS.` })),
};

function isStep(name: string): boolean {
  return !alsoGroovy.has(name) && (workingSteps.has(name) || wrapperSteps.has(name) || agentSteps.has(name));
}
