import type { GroovyNode } from '../../groovy/syntax-tree.js';
import { type Call, closureOf, headOf, isStep, type Scope } from '../facts/call.js';
import type { Facts } from '../facts/facts.js';
import { enclosingCalls, isRooted } from '../facts/scope.js';
import type { LintRule, Mark } from '../rule.js';

/** Groovy in the steps of a declarative pipeline, outside of `script`. */
export const groovyOutsideScript: LintRule = {
  severity: 'error',
  why: 'The steps of a declarative pipeline are steps only. Jenkins refuses the whole file before it runs anything.',
  fix: 'Put it into script { … }.',
  bad: `pipeline {
  agent any
  options { timeout(time: 1, unit: 'HOURS') }
  stages {
    stage('Build') {
      steps {
        docker.build('shop/cart:1')
      }
    }
  }
}`,
  good: `pipeline {
  agent any
  options { timeout(time: 1, unit: 'HOURS') }
  stages {
    stage('Build') {
      steps {
        script {
          docker.build('shop/cart:1')
        }
      }
    }
  }
}`,
  find: (facts) => (facts.style === 'declarative' ? [...methodCalls(facts), ...statements(facts)] : []),
};

/** A method call that is a part of an argument, such as echo(a.trim()), is none of the steps. */
function methodCalls({ calls }: Facts): readonly Mark[] {
  const statements = new Set<GroovyNode>(calls.flatMap((call) => closureOf(call)?.body ?? []));
  return calls
    .filter((call) => call.receiver !== undefined && statements.has(call.node) && isInSteps(call.scope))
    .map((call) => ({
      ...headOf(call),
      message: `${nameOf(call)} is a call of a method, and stands outside of script.`,
    }));
}

function nameOf({ receiver, name }: Call): string {
  return receiver?.kind === 'name' ? `${receiver.name}.${name}` : name;
}

function statements({ statements: all }: Facts): readonly Mark[] {
  return all
    .filter(({ scope }) => isInSteps(scope))
    .map(({ node }) => ({
      start: node.start,
      end: Math.min(node.end, node.start + 3),
      message: 'This is a statement of Groovy, and stands outside of script.',
    }));
}

const conditions = [
  'always',
  'success',
  'failure',
  'unstable',
  'changed',
  'fixed',
  'regression',
  'aborted',
  'unsuccessful',
  'cleanup',
];

/** In `steps` or in a condition of `post`, with nothing in between that is Groovy. */
function isInSteps(scope: Scope | undefined): boolean {
  if (!isRooted(scope)) return false;
  for (const call of enclosingCalls(scope)) {
    if (call.receiver !== undefined || isStep(call, 'script', 'expression', 'environment', 'node')) return false;
    if (isStep(call, 'steps')) return true;
    if (isStep(call, ...conditions)) return enclosingCalls(call.scope)[0]?.name === 'post';
  }
  return false;
}
