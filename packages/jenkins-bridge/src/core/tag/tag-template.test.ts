import { describe, expect, it } from '@jest/globals';
import { isTag, parseGitSha } from '@towline/shared/image';
import fc from 'fast-check';
import type { BuildFacts } from './build-facts.js';
import { placeholders } from './placeholders.js';
import {
  commitReader,
  type FilledTag,
  fillTag,
  isFixed,
  namesCommit,
  parseTagTemplate,
  type TagTemplate,
} from './tag-template.js';

const sha = parseGitSha('0123456789abcdef0123456789abcdef01234567');
const facts: BuildFacts = {
  sha,
  branch: 'feature/über x',
  buildNumber: 42,
  startedAt: Date.UTC(2026, 1, 3, 4, 5, 6, 789),
  describe: 'v1.4-3-g0123456',
  files: { VERSION: ' 1.5.0+meta \nmore' },
  environment: { STAGE: 'qa' },
};

describe('fillTag', () => {
  it.each([
    ['{sha}', sha],
    ['{shortSha}', '0123456'],
    ['i{timestamp}-{sha8}', 'i1770091506-01234567'],
    ['{date}', '20260203'],
    ['{branch}-{buildNumber}', 'feature-ber-x-42'],
    ['{describe}', 'v1.4-3-g0123456'],
    ['v{file:VERSION}', 'v1.5.0-meta'],
    ['{env:STAGE}-{shortSha}', 'qa-0123456'],
    ['latest', 'latest'],
  ])('makes of %s the tag %s', (text, tag) => {
    expect(fill(text)).toEqual({ kind: 'tag', tag });
  });

  it.each([
    ['{env:toString}', 'Nothing is known to fill in for {env:toString}'],
    ['{file:NONE}-{tag}', 'Nothing is known to fill in for {file:NONE}, {tag}'],
  ])('has nothing to make of %s', (text, message) => {
    expect(fill(text)).toEqual({ kind: 'unfilled', message });
  });

  it('leaves out a tag of a Git tag in a build that has none', () => {
    expect(fill('{tag}')).toEqual({ kind: 'nothing-to-fill' });
  });

  it('refuses a branch that is too long for a tag', () => {
    const long = { branch: 'x'.repeat(130) };
    expect(fillTag(template('{branch}'), long)).toMatchObject({ kind: 'unfilled' });
  });

  it('makes only what can be a tag, of whatever a branch, a file or a variable says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('{branch}', '{env:X}-1', 'a{file:X}'),
        (value, text) => {
          const filled = fillTag(template(text), { branch: value, environment: { X: value }, files: { X: value } });
          expect(filled.kind !== 'tag' || isTag(filled.tag)).toBe(true);
        },
      ),
    );
  });
});

describe('parseTagTemplate', () => {
  it.each([
    ['{sah}', 'There is no placeholder {sah}', '{sha}'],
    ['{shortsha}', 'There is no placeholder {shortsha}', '{shortSha}'],
    [`${'$'}{sha}`, 'A tag has no $: placeholders are written {sha}', undefined],
    ['v 1', 'A tag has only letters, digits and _ . -, and no " "', undefined],
    ['app:latest', 'A tag has only letters, digits and _ . -, and no ":"', undefined],
    ['-{sha}', 'A tag does not begin with . or -', undefined],
    ['{sha', 'A { has no partner', undefined],
    ['', 'A tag is not empty', undefined],
    ['{file}', '{file} needs a path: {file:…}', undefined],
    ['{sha:8}', '{sha} takes nothing after a colon', undefined],
    ['{sha}{sha}{sha}{sha}', 'The tag has at least 160 characters, 128 are allowed', undefined],
  ])('refuses %j', (text, message, suggestion) => {
    expect(parseTagTemplate(text)).toEqual({ kind: 'refused', message, suggestion });
  });

  it('answers to any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', ':', 's', 'h', 'a', '$', '-', '.', ' ') }), (text) => {
        const reading = parseTagTemplate(text);
        expect(reading.kind === 'refused' || reading.template.text === text).toBe(true);
      }),
    );
  });
});

describe('a template', () => {
  it.each([
    ['latest', false, false],
    ['{branch}', false, false],
    ['{date}', false, false],
    ['1.{buildNumber}', true, false],
    ['{tag}', true, false],
    ['{branch}-{sha8}', true, true],
  ])('%s: stays on one image %j, names its commit %j', (text, fixed, commit) => {
    expect([isFixed(template(text)), namesCommit(template(text))]).toEqual([fixed, commit]);
  });

  it('with a commit in it gives that commit back from its tags', () => {
    const others = Object.keys(placeholders).filter(
      (name) => !['sha', 'shortSha', 'sha8', 'file', 'env', 'tag'].includes(name),
    );
    const text = fc.tuple(
      fc.constantFrom(...others, 'x'),
      fc.constantFrom('sha', 'sha8', 'shortSha'),
      fc.constantFrom('-', '.', 'q'),
    );
    fc.assert(
      fc.property(text, ([other, commit, between]) => {
        const made = template(`${other === 'x' ? 'x' : `{${other}}`}${between}{${commit}}`);
        const filled = fillTag(made, { ...facts, branch: 'main' });
        expect(sha?.startsWith(commitReader(made)(tagOf(filled)) ?? '?')).toBe(true);
      }),
    );
  });

  it('reads no commit from a tag that was not made from it', () => {
    const read = commitReader(template('i{timestamp}-{sha8}'));
    expect(['latest', 'i12-0123456', 'i12-012345678', 'xi12-01234567', 'i12-0123456g'].map(read)).toEqual(
      Array.from({ length: 5 }),
    );
  });
});

function fill(text: string): FilledTag {
  return fillTag(template(text), facts);
}

function template(text: string): TagTemplate {
  const reading = parseTagTemplate(text);
  if (reading.kind === 'refused') throw new Error(reading.message);
  return reading.template;
}

function tagOf(filled: FilledTag): string {
  return filled.kind === 'tag' ? filled.tag : '';
}
