import { describe, expect, it } from '@jest/globals';
import { type LogFields, silentLogger } from '../ports/index.js';
import type { Conversation } from './conversation.js';
import { requireSha } from './fetch-branch.js';
import { GitError, type GitErrorCode } from './git-error.js';
import type { GitProgram } from './git-program.js';
import { createHorizon } from './horizon.js';

const commit = requireSha('a'.repeat(40));

/** A mirror whose fetches are seen, and fail where a code says so. */
function start(depth: number | undefined, fails?: GitErrorCode) {
  const depths: string[] = [];
  const warnings: LogFields[] = [];
  const program: GitProgram = {
    async run({ args }) {
      depths.push(...args.filter((arg) => arg.startsWith('--depth=')));
      if (fails !== undefined) throw new GitError(fails, 'it fails');
      return { exitCode: 0, stdout: new Uint8Array(), stderr: '' };
    },
    text: async () => `${commit}\n`,
  };
  const conversation: Conversation = { local: program, remote: program };
  const log = { ...silentLogger, warn: (fields: LogFields) => warnings.push(fields) };
  const horizon = createHorizon({ depth, filters: async () => true, address: 'https://git.example/app', log });
  horizon.sawBranch(commit, 'main');
  return { horizon, depths, warnings, deepen: () => horizon.deepen(conversation, commit, undefined) };
}

describe('a horizon', () => {
  it('moves ten times as far at each step, to a bound of which it tells once', async () => {
    const { horizon, depths, warnings, deepen } = start(300);
    expect([await deepen(), await deepen(), await deepen(), await deepen()]).toEqual([true, true, false, false]);
    expect(depths).toEqual(['--depth=3000', '--depth=30000']);
    expect(horizon.depth).toBe(30_000);
    expect(warnings).toEqual([{ repository: 'https://git.example/app', commits: 30_000, reason: 'it is long' }]);
  });

  it('stays where it is where more takes too long, and tells', async () => {
    const { horizon, warnings, deepen } = start(300, 'git-timeout');
    expect([await deepen(), horizon.depth, warnings.length]).toEqual([false, 300, 1]);
  });

  it('tells whoever asks that the server is gone', async () => {
    await expect(start(300, 'git-unreachable').deepen()).rejects.toMatchObject({ code: 'git-unreachable' });
  });

  it('has nowhere to go where everything was fetched', async () => {
    const { depths, deepen } = start(undefined);
    expect([await deepen(), depths]).toEqual([false, []]);
  });
});
