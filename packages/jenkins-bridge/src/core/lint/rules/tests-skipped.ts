import { leavesTestsOut } from '../facts/commands.js';
import type { LintRule } from '../rule.js';

/** A build that leaves the tests out where nothing else runs them. */
export const testsSkipped: LintRule = {
  severity: 'warning',
  why: 'Nothing else in the file runs the tests, so what is pushed has never been tested.',
  fix: 'Run the tests before the push, in a stage of their own if the build is to stay fast.',
  bad: `node {
  checkout scm
  sh 'mvn -B package -DskipTests'
  docker.withRegistry('https://registry.example.com', 'registry') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`,
  good: `node {
  checkout scm
  sh 'mvn -B verify'
  sh 'mvn -B package -DskipTests'
  docker.withRegistry('https://registry.example.com', 'registry') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`,
  find: (facts) => {
    const has = (wanted: string): boolean => facts.timeline.some(({ kind }) => kind === wanted);
    if (!has('push') || has('test')) return [];
    return facts.commands
      .filter(({ command }) => leavesTestsOut(command))
      .map(({ start, end }) => ({
        start,
        end,
        message: 'The tests are left out, and nothing else runs them before the push.',
      }));
  },
};
