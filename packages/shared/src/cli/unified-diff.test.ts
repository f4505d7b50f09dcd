import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPaint } from './paint.js';
import { unifiedDiff } from './unified-diff.js';

const folder = mkdtempSync(join(tmpdir(), 'towline-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What git makes of `before` when it applies the diff. */
function applied(before: string, diff: string): string {
  writeFileSync(join(folder, 'a.yaml'), before);
  writeFileSync(join(folder, 'change.diff'), diff);
  execFileSync('git', ['apply', '--whitespace=nowarn', 'change.diff'], { cwd: folder });
  return readFileSync(join(folder, 'a.yaml'), 'utf8');
}

const diff = (before: string | undefined, after: string | undefined) => unifiedDiff({ path: 'a.yaml', before, after });
const numbered = (count: number, change: (line: number) => string = String) =>
  Array.from({ length: count }, (_, index) => `${change(index + 1)}\n`).join('');

describe('unifiedDiff', () => {
  it('shows a change with three lines around it', () => {
    const after = numbered(12, (line) => (line === 6 ? 'six' : String(line)));
    expect(diff(numbered(12), after)).toBe(
      '--- a/a.yaml\n+++ b/a.yaml\n@@ -3,7 +3,7 @@\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9\n',
    );
  });

  it.each([
    ['nothing, where nothing changes', 'a\n', 'a\n', ''],
    ['a new file', undefined, 'a\n', '--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1 @@\n+a\n'],
    ['a file that goes', 'a\n', undefined, '--- a/a.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n'],
    [
      'a last line without its end',
      'a',
      'b',
      '--- a/a.yaml\n+++ b/a.yaml\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n',
    ],
    ['line ends of Windows', 'a\r\n', 'b\r\n', '--- a/a.yaml\n+++ b/a.yaml\n@@ -1 +1 @@\n-a\r\n+b\r\n'],
  ])('shows %s', (_what, before, after, expected) => {
    expect(diff(before, after)).toBe(expected);
  });

  it('joins changes whose surroundings touch, and parts those that do not', () => {
    const changed = (...lines: number[]) => numbered(30, (line) => (lines.includes(line) ? `x${line}` : String(line)));
    const hunks = (text: string) => text.match(/^@@/gm)?.length;
    expect(hunks(diff(numbered(30), changed(5, 11)))).toBe(1);
    expect(hunks(diff(numbered(30), changed(5, 13)))).toBe(2);
  });

  it('colours where colours are wanted', () => {
    const text = unifiedDiff({ path: 'a', before: 'x\n', after: 'y\n' }, createPaint(true));
    expect(text).toContain('\u001b[31m-x\u001b[39m\n\u001b[32m+y\u001b[39m');
  });

  it('is what git applies to get the new text, whatever changes', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '', '  d'), { maxLength: 12 })
      .chain((lines) => fc.constantFrom(lines.join('\n'), lines.map((line) => `${line}\n`).join('')));
    const changing = fc
      .tuple(text, text)
      .filter(([before, after]) => before !== after && before !== '' && after !== '');
    fc.assert(
      fc.property(changing, ([before, after]) => expect(applied(before, diff(before, after))).toBe(after)),
      { numRuns: 60 },
    );
  });

  it('gives up on finding the shortest way between texts that have nothing in common', () => {
    const text = diff(
      numbered(3_000),
      numbered(3_000, (line) => `x${line}`),
    );
    expect(text.match(/^[-+]\w/gm)).toHaveLength(6_000);
  });
});
