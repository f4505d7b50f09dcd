import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { findChangedPipelines } from './changed-pipelines.js';

const pipeline = (name: string) => `
images: [{ name: ${name} }]
publication:
  registry: { kind: ecr, account: '123456789012', region: eu-west-1 }
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-changed-'));
  await git('init', '-q');
  await write({
    'towline.yaml': pipeline('root'),
    'cart/towline.yaml': pipeline('shop/cart'),
    'mail/towline.yaml': pipeline('mail'),
  });
  await write({ 'cart/src/a.ts': '1', 'mail/a.ts': '1' });
  await commit();
});
afterEach(() => rm(folder, { recursive: true }));

async function git(...args: readonly string[]) {
  await runProcess({
    command: 'git',
    args: ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args],
    env: inheritedEnvironment(process.env, ['PATH', 'HOME']),
    maxOutputBytes: 65_536,
  });
}

async function write(files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function commit() {
  await git('add', '-A');
  await git('commit', '-q', '-m', 'change');
}

const find = (directory = folder, since = 'HEAD~1') =>
  findChangedPipelines({ directory, since, environment: process.env });

describe('findChangedPipelines', () => {
  it('finds the pipelines in whose folders something has changed', async () => {
    await write({ 'cart/src/a.ts': '2' });
    await commit();
    expect(await find()).toEqual([
      { name: 'shop/cart', path: 'cart/towline.yaml' },
      { name: 'root', path: 'towline.yaml' },
    ]);
  });

  it('looks below the directory only', async () => {
    await write({ 'cart/src/a.ts': '2', 'mail/a.ts': '2' });
    await commit();
    expect(await find(join(folder, 'cart'))).toEqual([{ name: 'shop/cart', path: 'towline.yaml' }]);
  });

  it('finds nothing where nothing has changed', async () => {
    expect(await find(folder, 'HEAD')).toEqual([]);
  });

  it('refuses a pipeline that is wrong', async () => {
    await write({ 'mail/towline.yaml': 'images: []' });
    await commit();
    await expect(find()).rejects.toMatchObject({
      code: 'changes-bad-pipeline',
      message: expect.stringContaining('mail/towline.yaml'),
    });
  });

  it.each(['no-such-revision', '--output=x'])('refuses the revision %s', async (since) => {
    await expect(find(folder, since)).rejects.toMatchObject({ code: 'changes-no-repository' });
  });
});
