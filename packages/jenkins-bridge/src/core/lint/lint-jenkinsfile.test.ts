import { describe, expect, it } from '@jest/globals';
import { jenkinsfileRules, lintJenkinsfile } from './lint-jenkinsfile.js';

const rules = Object.entries(jenkinsfileRules);

/** The examples are short: most have no timeout. */
function rulesOf(id: string, text: string): readonly string[] {
  const found = lintJenkinsfile(text).map(({ rule }) => rule);
  return [...new Set(found)].filter((rule) => rule === id || rule !== 'no-timeout');
}

describe('the examples of the rules', () => {
  it.each(rules)('%s finds its bad example, and nothing else does', (id, { bad }) => {
    expect(rulesOf(id, bad)).toEqual([id]);
  });

  it.each(rules)('%s is quiet about its good example, and so are the others', (id, { good }) => {
    expect(rulesOf(id, good)).toEqual([]);
  });
});
