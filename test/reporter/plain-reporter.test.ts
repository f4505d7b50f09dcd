import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'reporter-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The lines of a whole run of Jest over the given test files with this reporter, errors among them as on a terminal. */
function run(name: string, files: Readonly<Record<string, string>>) {
  const project = mkdtempSync(join(folder, `${name}-`));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text);
  const config = { rootDir: project, reporters: ['default', join(root, 'test/reporter/plain-reporter.mjs')] };
  const log = join(project, 'log');
  const output = openSync(log, 'w');
  const args = [join(root, 'node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config), '--ci'];
  spawnSync(process.execPath, args, { cwd: project, stdio: ['ignore', output, output] });
  closeSync(output);
  return readFileSync(log, 'utf8').trimEnd().split('\n');
}

describe('the plain reporter', () => {
  it('ends a run with what is missing and the counts, an unloadable file being a failure', () => {
    const lines = run('mixed', {
      'a.test.js': `
        test('passes', () => {});
        test('fails', () => { throw new Error('no'); });
        test.todo('later');
        describe.skip('x (skipped: install with \`apt-get install -y skopeo\`)', () => {
          test('one', () => {});
          describe('nested', () => { test('two', () => {}); });
        });`,
      'broken.test.js': `import nothing from './nowhere.js'`,
    });
    expect(lines.slice(-2)).toEqual([
      'skipped: 2 tests need a real server; install it with: apt-get install -y skopeo',
      'tests: 1 passed, 2 failed, 3 skipped',
    ]);
  });

  it('names no server where none is missing', () => {
    const lines = run('green', { 'a.test.js': `test('passes', () => {});` });
    expect(lines.slice(-1)).toEqual(['tests: 1 passed, 0 failed, 0 skipped']);
  });
});
