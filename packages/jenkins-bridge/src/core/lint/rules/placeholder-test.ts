import { type Call, closureOf, headOf, isStep, positional } from '../facts/call.js';
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
    facts.calls
      .filter((call) => isStep(call, 'stage') && isTestStage(templateOf(positional(call)[0], facts.constants) ?? ''))
      .filter((stage) => closureOf(stage) !== undefined && onlySays(stage, facts))
      .map((stage) => ({ ...headOf(stage), message: 'This stage tests nothing.' })),
};

/** Steps that neither test nor say anything. */
const around = new Set([
  'steps',
  'script',
  'inside',
  'container',
  'dir',
  'withEnv',
  'timeout',
  'agent',
  'label',
  'when',
  'branch',
  'image',
  'options',
]);

function onlySays(stage: Call, facts: Facts): boolean {
  const inner = facts.calls.filter(({ scope }) => enclosingCalls(scope).includes(stage));
  const speaking = inner.filter((call) => isStep(call, 'echo', 'println') || saysOnly(call, facts));
  return speaking.length > 0 && inner.every((call) => speaking.includes(call) || around.has(call.name));
}

function saysOnly(call: Call, { scripts }: Facts): boolean {
  const script = scripts.get(call);
  return script !== undefined && script.commands.length > 0 && script.commands.every(isEcho);
}
