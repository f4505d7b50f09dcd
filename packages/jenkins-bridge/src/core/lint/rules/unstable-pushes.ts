import type { Facts } from '../facts/facts.js';
import { enclosingCalls } from '../facts/scope.js';
import type { Event } from '../facts/timeline.js';
import type { LintRule } from '../rule.js';

/** A push that an UNSTABLE build gets to. */
export const unstablePushes: LintRule = {
  severity: 'warning',
  why: 'Failed tests that a report only counts make the build UNSTABLE, and an UNSTABLE build goes on.',
  fix: 'Set options { skipStagesAfterUnstable() }, or ask currentBuild.currentResult before the push.',
  bad: `pipeline {
  agent any
  options { timeout(time: 1, unit: 'HOURS') }
  stages {
    stage('Test') {
      steps { sh 'mvn -B verify -Dmaven.test.failure.ignore' }
      post { always { junit 'target/surefire-reports/*.xml' } }
    }
    stage('Push') {
      steps { sh 'docker build -t registry.example.com/cart:\${BUILD_ID} . && docker push registry.example.com/cart:\${BUILD_ID}' }
    }
  }
}`,
  good: `pipeline {
  agent any
  options {
    timeout(time: 1, unit: 'HOURS')
    skipStagesAfterUnstable()
  }
  stages {
    stage('Test') {
      steps { sh 'mvn -B verify -Dmaven.test.failure.ignore' }
      post { always { junit 'target/surefire-reports/*.xml' } }
    }
    stage('Push') {
      steps { sh 'docker build -t registry.example.com/cart:\${BUILD_ID} . && docker push registry.example.com/cart:\${BUILD_ID}' }
    }
  }
}`,
  find: (facts) => {
    const mark = facts.timeline.findIndex(({ kind }) => kind === 'unstable');
    const push = facts.timeline.find(({ kind }, index) => kind === 'push' && index > mark);
    const cause = facts.timeline[mark];
    if (cause === undefined || push === undefined || isGuarded(facts, cause, push)) return [];
    const { start, end } = push;
    return [{ start, end, message: `This is pushed, be the build UNSTABLE by ${cause.call.name} or not.` }];
  },
};

function isGuarded(facts: Facts, cause: Event, push: Event): boolean {
  if (facts.calls.some(({ name }) => name === 'skipStagesAfterUnstable') && cause.stage !== push.stage) return true;
  if (
    enclosingCalls(push.call.scope).some(
      ({ name, scope }) => name === 'success' && enclosingCalls(scope)[0]?.name === 'post',
    )
  )
    return true;
  return facts.members.some(({ node, scope }) => {
    const asks = node.name !== undefined && results.has(node.name) && !isWritten(facts, node.start);
    return asks && ((node.start > cause.start && node.start < push.end) || scope?.kind === 'method');
  });
}

const results = new Set(['result', 'currentResult', 'resultIsBetterOrEqualTo', 'resultIsWorseOrEqualTo', 'failCount']);

/** `currentBuild.result = 'UNSTABLE'` asks nothing. */
function isWritten({ statements }: Facts, start: number): boolean {
  return statements.some(({ node }) => node.kind === 'assignment' && node.target.start === start);
}
