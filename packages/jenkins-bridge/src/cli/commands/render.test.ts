import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../program.js';

const model = `images: [{name: shop/cart}]
tests: [{kind: built-image, run: npm test}]
publication: {registry: {kind: ecr, account: '123456789012', region: eu-west-1}}
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-render-'));
  await writeFile(join(folder, 'towline.yaml'), model);
});
afterEach(() => rm(folder, { recursive: true }));

const jenkinsfile = () => join(folder, 'Jenkinsfile');

describe('jenkins-bridge render', () => {
  it('writes the file, and says when there is nothing to write', async () => {
    expect(await run()).toMatchObject({ code: 0, stdout: `Wrote ${jenkinsfile()}.\n`, stderr: '' });
    expect(await readFile(jenkinsfile(), 'utf8')).toMatch(/^\/\/ Made by jenkins-bridge.*\npipeline \{/);
    expect(await run()).toMatchObject({ code: 0, stdout: `${jenkinsfile()} is up to date.\n` });
  });

  it('prints the other syntax', async () => {
    const { stdout } = await run('--syntax', 'scripted', '--out', '-');
    expect(stdout).toMatch(/\nnode \{|\n {2}node \{/);
    await expect(readFile(jenkinsfile())).rejects.toThrow('ENOENT');
  });

  it('checks: 1 and the difference where the file is missing or changed, and writes nothing', async () => {
    expect(await run('--check')).toMatchObject({ code: 1, stdout: expect.stringContaining('+pipeline {') });
    await run();
    expect(await run('--check')).toMatchObject({ code: 0, stdout: `${jenkinsfile()} is up to date.\n` });
    const changed = (await readFile(jenkinsfile(), 'utf8')).replace('npm test', 'true');
    await writeFile(jenkinsfile(), changed);
    const { code, stdout } = await run('--check');
    expect(code).toBe(1);
    expect(stdout).toContain("-            sh 'true'\n+            sh 'npm test'\n");
    expect(await readFile(jenkinsfile(), 'utf8')).toBe(changed);
  });

  it('takes the ends of lines of Windows for what they are', async () => {
    await run();
    await writeFile(jenkinsfile(), (await readFile(jenkinsfile(), 'utf8')).replaceAll('\n', '\r\n'));
    expect(await run('--check')).toMatchObject({ code: 0 });
  });

  it('tells programs as JSON', async () => {
    const { stdout } = await run('--check', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ file: jenkinsfile(), syntax: 'declarative', upToDate: false });
  });

  it('tells all mistakes of the pipeline, with their places', async () => {
    await writeFile(join(folder, 'towline.yaml'), 'images: []\npublicaton: {}\n');
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toContain('towline.yaml:2:1: publicaton');
    expect(stderr).toContain('towline.yaml:1:9: images');
  });
});

function run(...args: readonly string[]) {
  const out = args.includes('--out') ? [] : ['--out', jenkinsfile()];
  return runLine('render', '--file', join(folder, 'towline.yaml'), ...out, ...args);
}

async function runLine(...args: readonly string[]) {
  const terminal = captureTerminal();
  const code = await runProgram(program, args, { terminal, environment: {} });
  return { code, ...terminal.written() };
}
