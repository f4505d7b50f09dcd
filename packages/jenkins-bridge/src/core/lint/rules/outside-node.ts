import { type Call, closureOf, headOf, isStep } from '../facts/call.js';
import type { Facts } from '../facts/facts.js';
import { agentSteps, knownSteps, workingSteps } from '../facts/known-steps.js';
import { enclosingCalls, isRooted } from '../facts/scope.js';
import type { LintRule, Mark } from '../rule.js';

/** A step that needs an agent where there is none. */
export const outsideNode: LintRule = {
  severity: 'error',
  why: 'Such a step needs a workspace on an agent. Outside of node it fails with MissingContextVariableException.',
  fix: 'Put it into node { … }, or give the pipeline or the stage an agent.',
  bad: `stage('Test') {
  sh 'npm test'
}
node {
  timeout(10) { checkout scm }
}`,
  good: `node {
  timeout(10) {
    checkout scm
    stage('Test') {
      sh 'npm test'
    }
  }
}`,
  find: (facts) => (facts.style === 'library' ? [] : facts.calls.flatMap((call) => find(call, facts))),
};

function find(call: Call, facts: Facts): readonly Mark[] {
  if (call.receiver !== undefined || !workingSteps.has(call.name) || !isRooted(call.scope)) return [];
  const around = enclosingCalls(call.scope);
  if (around.some((each) => givesAgent(each, facts))) return [];
  if (facts.style === 'declarative' && !around.some(({ name }) => name === 'steps')) return [];
  return [{ ...headOf(call), message: `No agent is there for ${call.name}.` }];
}

/** Of what is not known, be it a step of a shared library, it is taken to give one. */
function givesAgent(call: Call, facts: Facts): boolean {
  if (agentSteps.has(call.name)) return true;
  if (call.name === '' || (call.receiver === undefined && (!knownSteps.has(call.name) || facts.methods.has(call.name))))
    return true;
  if (!isStep(call, 'pipeline', 'stage', 'matrix')) return false;
  if (facts.style === 'declarative' && isStep(call, 'pipeline') && !hasSection(call, 'agent')) return true;
  return agentOf(call) !== undefined && agentOf(call) !== 'none';
}

function hasSection(call: Call, name: string): boolean {
  return (
    closureOf(call)?.body.some(
      (node) => node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === name,
    ) === true
  );
}

/** `none`, or anything else, where there is an `agent`. */
function agentOf(call: Call): string | undefined {
  for (const node of closureOf(call)?.body ?? []) {
    if (node.kind !== 'call' || node.callee.kind !== 'name' || node.callee.name !== 'agent') continue;
    const value = node.arguments[0]?.value;
    return value?.kind === 'name' ? value.name : 'any';
  }
  return undefined;
}
