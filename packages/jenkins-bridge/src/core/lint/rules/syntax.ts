import type { LintRule } from '../rule.js';

/** What cannot be Groovy. */
export const syntax: LintRule = {
  severity: 'error',
  why: 'Jenkins refuses the whole file before it runs anything.',
  fix: 'Close what is open, or drop what is too much.',
  bad: `node {
  timeout(10) {
    checkout scm
    sh 'make test
  }
}`,
  good: `node {
  timeout(10) {
    checkout scm
    sh 'make test'
  }
}`,
  // What follows the first problem is most often its consequence.
  find: ({ source }) => source.problems.slice(0, 1),
};
