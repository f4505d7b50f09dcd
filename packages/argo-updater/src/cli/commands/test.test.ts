import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { type RunningRegistry, seedImage, startRegistry } from '@towline/test-kit/registry';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../program.js';

let registry: RunningRegistry;
const folder = mkdtempSync(join(tmpdir(), 'towline-test-'));
const conf = join(folder, 'registries.conf');
beforeAll(async () => {
  registry = await startRegistry({ access: { kind: 'basic', login: { username: 'me', password: 'hunter2' } } });
  const seed = (tag: string, created: string, platforms = ['linux/amd64']) =>
    seedImage(registry.state, { repository: 'team/web', tags: [tag], created, platforms });
  await seed('1.2.0', '2026-01-03T00:00:00Z');
  await seed('1.10.0', '2026-01-02T00:00:00Z', ['linux/amd64', 'linux/arm64']);
  await seed('2.0.0', '2026-01-01T00:00:00Z');
  await seed('main-abc', '2026-01-04T00:00:00Z');
  const entry = `name: here\n  prefix: registry.example\n  api_url: ${registry.url}\n  credentials: env:CREDS\n`;
  writeFileSync(conf, `registries:\n- ${entry}`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await registry.stop();
});

async function test(...args: string[]) {
  const terminal = captureTerminal();
  const line = ['test', 'registry.example/team/web', ...args, '--registries-conf-path', conf];
  const code = await runProgram(program, line, { terminal, environment: { CREDS: 'me:hunter2' } });
  return { code, ...terminal.written() };
}

describe('test', () => {
  it('takes a rate limit', async () => {
    const { code } = await test('--rate-limit', '1000');
    expect(code).toBe(0);
  });

  it.each(['0', '-1', '1.5', 'fast'])('refuses %s requests a second', async (limit) => {
    const { code, stderr } = await test(`--rate-limit=${limit}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--rate-limit')]);
  });

  it.each([
    ['the highest version', [], '2.0.0'],
    ['the highest within a constraint', ['--semver-constraint', '1.x'], '1.10.0'],
    ['the newest build', ['--update-strategy', 'latest'], 'main-abc'],
    ['the newest build that a pattern allows', ['--update-strategy', 'newest-build', '--allow-tags', '^1'], '1.2.0'],
    [
      'the last name that is not ignored',
      ['--update-strategy', 'name', '--ignore-tags', 'main-*', '--ignore-tags', '2.*'],
      '1.2.0',
    ],
  ])('chooses %s', async (_what, args, tag) => {
    const { code, stdout } = await test(...args, '-o', 'json');
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ tags: 4, chosen: expect.objectContaining({ tag }) }),
    ]);
  });

  it('shows the tag, why it is chosen, and what refused the others', async () => {
    expect(await test('--semver-constraint', '1.x')).toEqual({
      code: 0,
      stdout:
        '✓ registry.example/team/web:1.10.0 is the highest version within 1.x, of 4 tags\n' +
        '  1 outside-constraint 2.0.0\n  1 not-a-version main-abc\n  1 not-newest 1.2.0\n',
      stderr: '',
    });
  });

  it('shows every tag where all are wanted', async () => {
    const { stdout } = await test('--semver-constraint', '1.x', '--all');
    expect(stdout.split('\n').slice(1)).toEqual([
      '✓ 1.10.0    chosen',
      '  2.0.0     outside-constraint: is outside 1.x',
      '  main-abc  not-a-version: is not a version',
      expect.stringMatching(/^ {2}1\.2\.0 {5}not-newest: .*1\.10\.0/),
      '',
    ]);
  });

  it('says which platforms the chosen image lacks', async () => {
    const lacking = await test('--platforms', 'linux/amd64, linux/arm64');
    expect(lacking.stdout).toContain('waiting for linux/arm64\n');
    const having = await test('--semver-constraint', '1.x', '--platforms', 'linux/amd64, linux/arm64');
    expect(having.stdout).not.toContain('waiting');
  });

  it('ends with 3 where no tag is allowed', async () => {
    const { code, stdout } = await test('--semver-constraint', '9.x');
    expect([code, stdout]).toEqual([3, expect.stringContaining('none of 4 tags is allowed')]);
  });

  it.each([
    ['a constraint that is none', ['--semver-constraint', '>>1'], 1, 'test-policy-invalid'],
    ['credentials that are not there', ['--credentials', 'env:NOBODY'], 1, 'registry-credentials'],
    ['a strategy that needs more than an image', ['--update-strategy', 'commit'], 2, 'cli-usage'],
  ])('ends for %s with %j → %i', async (_what, args, code, word) => {
    const result = await test(...args);
    expect([result.code, result.stderr]).toEqual([code, expect.stringContaining(`(${word})`)]);
    expect(result.stderr).not.toContain('hunter2');
  });
});
