import { describe, expect, it } from '@jest/globals';
import { parseConstraint } from './constraint.js';
import { parseVersion } from './version.js';

function verdict(constraint: string, version: string): string | undefined {
  const reading = parseConstraint(constraint);
  const parsed = parseVersion(version);
  return reading.kind === 'constraint' && parsed ? reading.constraint.check(parsed) : undefined;
}

/** Constraint, what is inside, what is outside. */
const table: readonly (readonly [string, string, string])[] = [
  ['*', '0.0.0 1 99.1.2', ''],
  ['x', '1.2.3', ''],
  ['X', '1.2.3', ''],
  ['1', '1.0.0 1.9.9', '0.9.0 2.0.0'],
  ['1.x', '1.0.0 1.9.9', '2.0.0'],
  ['1.*.*', '1.9.9', '2.0.0'],
  ['1.2', '1.2.0 1.2.9', '1.3.0 1.1.0'],
  ['v1.2', '1.2.0 v1.2.9', '1.3.0'],
  ['1.2.3', '1.2.3 v1.2.3 1.2.3+b', '1.2.4'],
  ['=1.2.3', '1.2.3', '1.2.4'],
  ['!=1.2.3', '1.2.4', '1.2.3'],
  ['!=1.2', '1.3.0 2.2.0', '1.2.0 1.2.9'],
  ['!=1.2-0', '1.2.5 1.2.0-1', '1.2.7-0'],
  ['!=1', '2.0.0', '1.0.0 1.9.0'],
  ['>1.2.3', '1.2.4', '1.2.3'],
  ['>1', '2.0.0', '1.9.9'],
  ['>1.2', '1.3.0 2.0.0', '1.2.9'],
  ['>=1.2', '1.2.0 3', '1.1.9'],
  ['=>1.2', '1.2.0', '1.1.9'],
  ['<1.2', '1.1.9', '1.2.0'],
  ['<=1.2.3', '1.2.3', '1.2.4'],
  ['<=1.2', '1.2.9 0.1', '1.3.0 2.0.0'],
  ['<=1', '1.9.9', '2.0.0'],
  ['=<1', '1.9.9', '2.0.0'],
  ['^1.2.3', '1.2.3 1.9.0', '1.2.2 2.0.0'],
  ['^1', '1.0.0 1.9.0', '2.0.0'],
  ['^0.2.3', '0.2.9', '0.3.0 0.2.2 1.2.3'],
  ['^0.2', '0.2.0', '0.3.0'],
  ['^0.0.3', '0.0.3', '0.0.4'],
  ['^0.0', '0.0.9', '0.1.0'],
  ['^0', '0.9.9', '1.0.0'],
  ['~1.2.3', '1.2.9', '1.3.0 1.2.2'],
  ['~1.2', '1.2.0', '1.3.0'],
  ['~1', '1.9.9', '2.0.0'],
  ['~>1.2', '1.2.9', '1.3.0'],
  ['~0.0.0', '7.0.0', ''],
  ['1.2 - 2.3.4', '1.2.0 2.3.4', '1.1.9 2.3.5'],
  ['1.0 - 1.2', '1.2.9', '1.3.0'],
  ['>=1.0,<2.0', '1.5.0', '2.0.0 0.9.0'],
  ['>=1.0 <2.0', '1.5.0', '2.0.0'],
  ['>= 1.0 , < 2.0 , != 1.5.0', '1.4.0', '1.5.0 2.0.0'],
  ['1.x || 3.x', '1.0.0 3.9.9', '2.0.0'],
  ['1.x||>=3 <4', '3.1.0', '2.0.0 4.0.0'],
  ['1.x||2 - 3', '2.5.0', '4.0.0'],
  ['*-0', '1.0.0-rc.1 1.0.0', ''],
  ['>=0-0', '1.0.0-rc.1', ''],
  ['2.x-0', '2.1.0-rc.1 2.0.0 2.0.0-alpha', '1.9.0 3.0.0-alpha'],
  ['^2.0.0-0', '2.0.0-alpha 2.1.0-b', '1.9.9'],
  ['>=2.0.0-alpha.2 <2.0.0', '2.0.0-alpha.10 2.0.0-beta', '2.0.0 2.0.0-alpha.1'],
  ['>9007199254740992', '9007199254740993', '9007199254740992'],
];

describe('constraints', () => {
  const rows = table.flatMap(([constraint, inside, outside]) => [
    ...inside
      .split(' ')
      .filter(Boolean)
      .map((version) => [constraint, version, 'inside'] as const),
    ...outside
      .split(' ')
      .filter(Boolean)
      .map((version) => [constraint, version, 'outside'] as const),
  ]);
  it.each(rows)('%s: %s is %s', (constraint, version, expected) => {
    expect(verdict(constraint, version)).toBe(expected);
  });

  it.each([
    ['*', '1.0.0-rc.1', 'pre-release'],
    ['^1.2', '1.3.0-alpha', 'pre-release'],
    ['^1.2 || 3.x', '1.3.0-alpha', 'pre-release'],
    ['^1.2-0 || 3.x', '3.1.0-alpha', 'outside'],
  ])('%s looks at pre-releases only where it names one: %s is %s', (constraint, version, expected) => {
    expect(verdict(constraint, version)).toBe(expected);
  });

  it.each([
    ['', '', 0],
    ['latest', 'latest', 0],
    ['==1.0', '==1.0', 0],
    ['1.2.3.4', '1.2.3.4', 0],
    ['>=', '>=', 0],
    ['1x', '1x', 0],
    ['1.0.0p', '1.0.0p', 0],
    ['-1', '-1', 0],
    ['*-*', '*-*', 0],
    [',1.0', ',1.0', 0],
    ['1.0,,2.0', '1.0,,2.0', 0],
    ['1.0.0-01', '1.0.0-01', 0],
    ['1.x || foo', 'foo', 7],
    ['1.x ||', '', 6],
    ['18446744073709551616', '18446744073709551616', 0],
  ])('refuses %j at %j', (text, part, position) => {
    expect(parseConstraint(text)).toEqual({ kind: 'refused', part, position });
  });

  it('refuses a text that no person wrote, before it searches it', () => {
    expect(parseConstraint(`1.0${' '.repeat(20_000)}?`)).toMatchObject({ kind: 'refused', position: 1_000 });
  });

  it('reads white space in any amount below that', () => {
    const gap = ' '.repeat(300);
    expect(verdict(`>=${gap}1.0${gap},${gap}<2.0`, '1.5.0')).toBe('inside');
  });
});
