import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../program.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-init-'));
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n');
  await writeFile(join(folder, 'package.json'), '{"scripts":{"test":"jest"}}');
});
afterEach(() => rm(folder, { recursive: true }));

describe('jenkins-bridge init', () => {
  const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
  it('writes what render takes, and says what it found', async () => {
    const { code, stdout } = await start('--registry', ecr, '--name', 'shop/cart');
    expect(code).toBe(0);
    expect(stdout).toContain('Found Dockerfile, package.json.');
    const rendered = await runLine('render', '--file', join(folder, 'towline.yaml'), '--out', '-');
    expect(rendered).toMatchObject({ code: 0, stdout: expect.stringContaining('ecr:eu-west-1:ecrUser') });
  });

  it('never overwrites without --force', async () => {
    await writeFile(join(folder, 'towline.yaml'), 'mine');
    expect(await start('--registry', ecr)).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect(await readFile(join(folder, 'towline.yaml'), 'utf8')).toBe('mine');
    expect(await start('--registry', ecr, '--force')).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'towline.yaml'), 'utf8')).toContain('images:');
  });

  it('shows and writes nothing with --dry-run', async () => {
    const { stdout } = await start('--registry', ecr, '--dry-run');
    expect(stdout).toContain('account: "123456789012"');
    await expect(readFile(join(folder, 'towline.yaml'))).rejects.toThrow('ENOENT');
  });

  it.each([
    ['public.ecr.aws/a1b2c3', 'alias: a1b2c3'],
    ['docker.io/shop', 'namespace: shop'],
    ['http://registry.example.com:5000/team', 'http://registry.example.com:5000'],
  ])('knows the registry %s', async (registry, expected) => {
    const { stdout } = await start('--registry', registry, '--credentials-id', 'who', '--dry-run');
    expect(stdout).toContain(expected);
  });

  it.each([
    ['no registry', []],
    ['a registry that nobody signs in to', ['--registry', 'https://registry.example.com']],
    ['what is no registry', ['--registry', 'nowhere', '--credentials-id', 'who']],
  ])('refuses %s', async (_what, args) => {
    expect(await start(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('--registry') });
  });

  it('says that there is nothing to build', async () => {
    await rm(join(folder, 'Dockerfile'));
    expect(await start('--registry', ecr)).toMatchObject({ code: 3, stderr: expect.stringContaining('Dockerfile') });
  });
});

function start(...args: readonly string[]) {
  return runLine('init', folder, ...args);
}

async function runLine(...args: readonly string[]) {
  const terminal = captureTerminal();
  const code = await runProgram(program, args, { terminal, environment: {} });
  return { code, ...terminal.written() };
}
