import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, chapter = ''] = /^## Beside others\n([\s\S]*?)^## /m.exec(readme) ?? [];
const [header = [], , ...rows] = chapter
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const sources = new Map(
  [...chapter.matchAll(/^- \[([a-z])\] ((?:.|\n {2})+)/gm)].map(([, letter = '', text = '']) => [letter, text]),
);
const lettersOf = (cell: string): readonly string[] =>
  [...cell.matchAll(/ \[([a-z])\]/g)].map(([, letter = '']) => letter);
const cells = rows.flatMap(([what = '', , ...others]) =>
  others.map((cell, index) => ({ what, program: header[index + 2] ?? 'nobody', cell })),
);

describe('the comparison of the README', () => {
  it('has a cell for each program in each row', () => {
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => header.length));
    expect(cells.length).toBeGreaterThanOrEqual(50);
  });

  it.each(cells)('has a source for $program: $what', ({ cell }) => {
    expect(cell).toMatch(/\w.* \[[a-z]\]$/);
    expect(lettersOf(cell).filter((letter) => !sources.has(letter))).toEqual([]);
  });

  it.each([...sources])('names the page and the date of [%s]', (letter, text) => {
    expect(text).toMatch(/\b(?:June|August|November) 2026\b/);
    if (letter !== 't') expect(text).toMatch(/^\[[^\]]+\]\(https:\/\/\S+\)/);
  });

  it('uses every source', () => {
    const used = new Set([...header, ...cells.map(({ cell }) => cell)].flatMap(lettersOf));
    expect([...sources.keys()].sort()).toEqual([...used].sort());
  });
});
