import { describe, expect, it } from '@jest/globals';
import { parseChallenges } from './challenge.js';

const plain = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('parseChallenges', () => {
  it.each([
    [
      'one bearer challenge',
      'Bearer realm="https://a/token",service="r"',
      [['bearer', { realm: 'https://a/token', service: 'r' }]],
    ],
    [
      'a comma inside quotes',
      'Bearer scope="repository:a:pull,push",realm="x"',
      [['bearer', { scope: 'repository:a:pull,push', realm: 'x' }]],
    ],
    [
      'several challenges',
      'Basic realm="a, b", Bearer realm="c"',
      [
        ['basic', { realm: 'a, b' }],
        ['bearer', { realm: 'c' }],
      ],
    ],
    [
      'a scheme without parameters',
      'Negotiate, Basic realm="a"',
      [
        ['negotiate', {}],
        ['basic', { realm: 'a' }],
      ],
    ],
    [
      'a token68 blob',
      'Negotiate YII=, Basic realm="a"',
      [
        ['negotiate', {}],
        ['basic', { realm: 'a' }],
      ],
    ],
    ['escaped quotes', 'Basic realm="say \\"hi\\""', [['basic', { realm: 'say "hi"' }]]],
    [
      'space around =, mixed case, unquoted values',
      'BEARER Realm = x , Service=y',
      [['bearer', { realm: 'x', service: 'y' }]],
    ],
    ['nothing', '', []],
    ['an unfinished quote', 'Bearer realm="x', [['bearer', {}]]],
  ])('reads %s', (_, header, expected) => {
    expect(plain(header)).toEqual(expected);
  });
});
