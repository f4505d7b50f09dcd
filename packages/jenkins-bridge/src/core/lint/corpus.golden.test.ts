import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jenkinsfileRules, lintJenkinsfile } from './lint-jenkinsfile.js';

/** `good/` holds files that nothing is wrong with; beside each file of `bad/`, a `.findings` says what is. */
const corpus = new URL('testdata/', import.meta.url);

function read(name: string): string {
  return readFileSync(new URL(name, corpus), 'utf8');
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(new URL(folder, corpus)).filter((name) => name.endsWith('.Jenkinsfile'));
}

function findingsOf(text: string): readonly string[] {
  return lintJenkinsfile(text).map((one) => `${one.line}:${one.column} ${one.severity} ${one.rule}: ${one.message}`);
}

const good = filesOf('good');
const bad = filesOf('bad');
const texts = [...good.map((name) => read(`good/${name}`)), ...bad.map((name) => read(`bad/${name}`))];

describe('the corpus of Jenkinsfiles', () => {
  it.each(good)('finds nothing wrong with good/%s', (name) => {
    expect(findingsOf(read(`good/${name}`))).toEqual([]);
  });

  it.each(bad)('finds in bad/%s what is expected, and no more', (name) => {
    const expected = read(`bad/${name.replace('.Jenkinsfile', '.findings')}`)
      .trimEnd()
      .split('\n');
    expect(findingsOf(read(`bad/${name}`))).toEqual(expected);
  });

  it('breaks every rule', () => {
    const broken = new Set(texts.flatMap((text) => lintJenkinsfile(text).map(({ rule }) => rule)));
    expect(Object.keys(jenkinsfileRules).filter((rule) => !broken.has(rule))).toEqual([]);
  });

  it('has the same findings with the ends of lines of Windows', () => {
    for (const text of texts) expect(findingsOf(text.replaceAll('\n', '\r\n'))).toEqual(findingsOf(text));
  });

  it('survives any part of its files, and finds nothing outside of it', () => {
    const part = fc.constantFrom(...texts).chain((text) =>
      fc.tuple(fc.nat(text.length), fc.nat(text.length), fc.string({ maxLength: 3 })).map(([from, to, put]) => {
        return text.slice(0, from) + put + text.slice(to);
      }),
    );
    fc.assert(
      fc.property(part, (text) => {
        const lines = text.split(/\r\n|\n|\r/);
        for (const { line, column, length, excerpt } of lintJenkinsfile(text)) {
          expect(excerpt).toHaveLength(lines[line - 1]?.length ?? -1);
          expect(column - 1).toBeLessThanOrEqual(excerpt.length);
          expect(length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
