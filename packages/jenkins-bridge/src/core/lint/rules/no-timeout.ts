import { headOf, isStep } from '../facts/call.js';
import type { LintRule } from '../rule.js';

/** A pipeline that nothing ends. */
export const noTimeout: LintRule = {
  severity: 'warning',
  why: 'A command that hangs, such as a push to a registry that does not answer, holds its agent until somebody looks.',
  fix: 'Give the pipeline options { timeout(time: 1, unit: "HOURS") }, or wrap what is in node in timeout(60) { … }.',
  bad: `node {
  checkout scm
  sh 'make test'
}`,
  good: `node {
  timeout(30) {
    checkout scm
    sh 'make test'
  }
}`,
  find: ({ style, calls }) => {
    if (style === 'library' || calls.some(({ name }) => name === 'timeout')) return [];
    const root = calls.find((call) => isStep(call, style === 'declarative' ? 'pipeline' : 'node'));
    return root === undefined ? [] : [{ ...headOf(root), message: 'Nothing limits how long the build may take.' }];
  },
};
