import { type Call, headOf, isStep, positional } from '../facts/call.js';
import type { Facts } from '../facts/facts.js';
import { enclosingCalls } from '../facts/scope.js';
import { isEcho } from '../facts/shell.js';
import { templateOf } from '../facts/template.js';
import { isTestStage } from '../facts/timeline.js';
import type { LintRule } from '../rule.js';

/** A stage that is called a test and only says so. */
export const placeholderTest: LintRule = {
  severity: 'warning',
  why: 'The stage is green whatever the image does, and what is pushed behind it looks tested.',
  fix: 'Run the tests, or drop the stage.',
  bad: `node {
  checkout scm
  def app = docker.build("shop/cart:\${env.GIT_COMMIT}")
  stage('Test') { app.inside { sh 'echo "Tests passed"' } }
  stage('Push') { app.push() }
}`,
  good: `node {
  checkout scm
  def app = docker.build("shop/cart:\${env.GIT_COMMIT}")
  stage('Test') { app.inside { sh 'npm test' } }
  stage('Push') { app.push() }
}`,
  find: (facts) =>
    [...testStages(facts)]
      .filter(([, inner]) => onlySays(inner, facts))
      .map(([stage]) => ({ ...headOf(stage), message: 'This stage tests nothing.' })),
};

/** The stages that are called tests, each with the calls in it. */
function testStages({ calls, constants }: Facts): ReadonlyMap<Call, readonly Call[]> {
  const stages = new Map<Call, Call[]>();
  for (const call of calls) {
    for (const around of enclosingCalls(call.scope)) stages.get(around)?.push(call);
    if (isStep(call, 'stage') && isTestStage(templateOf(positional(call)[0], constants) ?? '')) stages.set(call, []);
  }
  return stages;
}

/** Steps that neither test nor say anything. */
const neutralSteps =
  'steps script inside container dir withEnv timeout agent label when branch image options any none docker stage';
const neutral = new Set(neutralSteps.split(' '));

function onlySays(inner: readonly Call[], facts: Facts): boolean {
  const says = (call: Call): boolean => isStep(call, 'echo', 'println') || saysOnly(call, facts);
  return inner.some(says) && inner.every((call) => says(call) || neutral.has(call.name));
}

function saysOnly(call: Call, { scripts }: Facts): boolean {
  const script = scripts.get(call);
  return script !== undefined && script.commands.length > 0 && script.commands.every(isEcho);
}
