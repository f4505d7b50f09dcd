import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../program.js';

const clean = "node {\n  timeout(5) {\n    checkout scm\n    sh 'make'\n  }\n}\n";
const warned = "node {\n\tsh 'rm ~/.docker/config.json'\n}\n";
const wrong = "node { timeout(5) { docker.withRegitry('https://registry.example.com') { } } }\n";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-lint-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('jenkins-bridge lint', () => {
  it.each([
    ['nothing is wrong', clean, [], 0],
    ['there are warnings only', warned, [], 0],
    ['there are warnings, and --strict', warned, ['--strict'], 1],
    ['there is an error', wrong, [], 1],
  ])('ends where %s', async (_where, text, options, code) => {
    expect(await run(text, ...options)).toMatchObject({ code, stderr: '' });
  });

  it('shows the line, what is meant, why and the fix', async () => {
    const { stdout, path } = await run(wrong);
    expect(stdout).toBe(
      [
        `${path}:1:21: error There is no docker.withRegitry. (misspelt-docker-method)`,
        "  node { timeout(5) { docker.withRegitry('https://registry.example.com') { } } }",
        '                      ^^^^^^^^^^^^^^^^^^',
        '  Groovy looks names up when it gets there: the build fails behind everything that it has already done.',
        '  → Write docker.withRegistry.',
        '',
        '1 error, no warnings in 1 file',
        '',
      ].join('\n'),
    );
  });

  it('keeps the tabs before the caret', async () => {
    expect((await run(warned)).stdout).toContain("  \tsh 'rm ~/.docker/config.json'\n  \t    ^^^^^");
  });

  it('cuts a line that is wide', async () => {
    const { stdout } = await run(`node { timeout(5) { sh '${'x'.repeat(5000)}'; docker.biuld('a') } }`);
    const lines = stdout.split('\n');
    expect(lines[1]?.length).toBeLessThanOrEqual(122);
    expect(lines[1]?.slice(lines[2]?.indexOf('^'))).toMatch(/^docker\.biuld/);
  });

  it('writes nothing to the terminal that could control it', async () => {
    const { stdout } = await run(`node { docker.withRegistry('\u001b]0;title\u0007.example.com', 'x') { } }`);
    expect(stdout).toContain('·]0;title·.example.com');
    expect(stdout).not.toContain('\u001b');
  });

  it('colours on a terminal only', async () => {
    expect((await run(wrong)).stdout).not.toContain('\u001b');
    expect((await runArgs([join(folder, 'Jenkinsfile')], true)).stdout).toContain('\u001b[31merror\u001b[39m');
  });

  it('tells programs everything as JSON', async () => {
    const { stdout, path } = await run(wrong, '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      files: 1,
      errors: 1,
      warnings: 0,
      findings: [{ file: path, line: 1, column: 21, rule: 'misspelt-docker-method', severity: 'error' }],
    });
  });

  it.each([
    ['a file that is not there', ['no/such/file'], 'cli-file-unreadable'],
    ['an option that is not there', ['--no-such-option'], 'cli-usage'],
    ['an output that is not there', ['-o', 'xml'], 'cli-usage'],
  ])('refuses %s', async (_what, args, code) => {
    expect(await runArgs(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(code) });
  });

  it('tells programs of a failure as JSON too', async () => {
    const { stderr } = await runArgs(['no/such/file', '-o', 'json']);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'cli-file-unreadable', exitCode: 2 } });
  });

  it('helps, and lists the command', async () => {
    expect((await runArgs(['--help'])).stdout).toContain('--strict');
    expect((await runLine([])).stderr).toContain('find the mistakes of Jenkinsfiles');
    expect(await runLine(['lnit'])).toMatchObject({ code: 2, stderr: expect.stringContaining('cli-usage') });
  });
});

async function run(text: string, ...options: readonly string[]) {
  const path = join(folder, 'Jenkinsfile');
  await writeFile(path, text);
  return { ...(await runArgs([path, ...options])), path };
}

function runArgs(args: readonly string[], colors = false) {
  return runLine(['lint', ...args], colors);
}

async function runLine(args: readonly string[], colors = false) {
  const terminal = captureTerminal({ colors });
  const code = await runProgram(program, args, { terminal, environment: {} });
  return { code, ...terminal.written() };
}
