import { describe, expect, it } from '@jest/globals';
import { labelSelectorProblem, selectsLabels } from './label-selector.js';

const labels = { env: 'prod', tier: 'web' };

describe('selectsLabels', () => {
  it.each([
    ['an empty selector', {}, true],
    ['every equal label', { matchLabels: { env: 'prod', tier: 'web' } }, true],
    ['no other value', { matchLabels: { env: 'dev' } }, false],
    [
      'a label that is not there, for NotIn',
      { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] },
      true,
    ],
    ['no label of the prototype', { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] }, false],
    [
      'nothing, where an operator is unknown',
      { matchExpressions: [{ key: 'env', operator: 'Gt', values: ['1'] }] },
      false,
    ],
    ['nothing, where In has no values', { matchExpressions: [{ key: 'env', operator: 'In' }] }, false],
  ])('selects by %s', (_what, selector, expected) => {
    expect(selectsLabels(selector, labels)).toBe(expected);
  });

  it.each([
    [{ key: 'env', operator: 'toString' }, '"toString" is no operator; use In, NotIn, Exists or DoesNotExist'],
    [{ key: 'env', operator: 'NotIn', values: [] }, 'NotIn on env needs at least one value'],
    [{ key: 'env', operator: 'Exists', values: ['x'] }, 'Exists on env takes no values'],
  ])('refuses %j', (expression, problem) => {
    expect(labelSelectorProblem({ matchExpressions: [expression] })).toBe(problem);
  });
});
