import { describe, expect, it } from '@jest/globals';
import { trimEndOf } from './index.js';

describe('trimEndOf', () => {
  it.each([
    ['https://host/a//', 'https://host/a'],
    ['//a/b', '//a/b'],
    ['//', ''],
    ['', ''],
  ])('takes the slashes off the end of %j: %j', (text, expected) => {
    expect(trimEndOf(text, '/')).toBe(expected);
  });
});
