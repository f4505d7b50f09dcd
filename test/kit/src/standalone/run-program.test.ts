import { describe, expect, it } from '@jest/globals';
import { programs } from '../programs.js';
import { type KitProgram, runProgram } from './index.js';

const program: KitProgram = {
  summary: 'A thing.',
  options: { name: { type: 'string' } },
  start: async ({ name }, port) => ({ ready: { name, port }, stop: async () => undefined }),
};

async function run(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const code = await runProgram({
    args,
    programs: { thing: async () => program },
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
    untilStopped: async () => undefined,
  });
  return { code, ...written };
}

describe('a program of the kit', () => {
  it('prints one line of JSON when it is ready', async () => {
    expect(await run('thing', '--name', 'x', '--port', '1234')).toEqual({
      code: 0,
      stdout: '{"name":"x","port":1234}\n',
      stderr: '',
    });
  });

  it.each([
    ['no name', [], 2, 'towline-kit thing [--port N] [--name VALUE]'],
    ['a name that is none', ['constructor'], 2, 'A thing.'],
    ['an unknown option', ['thing', '--what'], 1, "Unknown option '--what'"],
    ['a port that is none', ['thing', '--port', 'x'], 1, '--port x is no port'],
  ])('says what is wrong with %s', async (_what, args, code, message) => {
    expect(await run(...args)).toEqual({ code, stdout: '', stderr: expect.stringContaining(message) });
  });
});

describe('every program', () => {
  it.each(Object.keys(programs))('%s loads and says what it is', async (name) => {
    expect((await programs[name]?.())?.summary).toMatch(/\w/);
  });
});
