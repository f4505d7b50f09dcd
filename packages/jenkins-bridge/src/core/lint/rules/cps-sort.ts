import { closureOf, headOf } from '../facts/call.js';
import { methodOf } from '../facts/scope.js';
import type { LintRule } from '../rule.js';

const broken = new Set(['sort', 'toSorted', 'unique', 'toUnique']);

/** Sorting by a closure in code that Jenkins transforms. */
export const cpsSort: LintRule = {
  severity: 'error',
  why: 'Jenkins transforms the closure so that it can be suspended, and Groovy’s own sort takes what comes of it for the answer: [3, 1, 2].sort { a, b -> a <=> b } gives -1.',
  fix: 'Sort in a method with @NonCPS, or without a closure.',
  bad: `node {
  timeout(10) {
    def tags = ['c', 'a', 'b']
    echo tags.sort { a, b -> a <=> b }.join(',')
  }
}`,
  good: `node {
  timeout(10) {
    def tags = ['c', 'a', 'b']
    echo sorted(tags).join(',')
  }
}

@NonCPS
def sorted(tags) {
  return tags.sort { a, b -> a <=> b }
}`,
  find: ({ calls }) =>
    calls
      .filter((call) => call.receiver !== undefined && broken.has(call.name) && closureOf(call) !== undefined)
      .filter(({ scope }) => methodOf(scope)?.nonCps !== true)
      .map((call) => ({ ...headOf(call), message: `${call.name} with a closure does not work here.` })),
};
