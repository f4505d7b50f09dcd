import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { captureTerminal } from '@towline/test-kit/terminal';
import type { CommandEntry } from '../command.js';
import { runProgram } from '../run-program.js';
import { completionCommand } from './completion-command.js';

const command = (name: string, flag: string): CommandEntry => ({
  name,
  summary: `to ${name}`,
  load: async () => ({
    spec: {
      description: 'Does.',
      options: [{ flag, value: 'kind', choices: ['wood', 'iron'], meaning: '' }],
      examples: [],
    },
    run: async () => 0,
  }),
});

const commands = [
  command('haul', 'rope'),
  command('boat row', 'oar'),
  command('boat moor', 'ring'),
  completionCommand('tug-boat'),
];
const tug = { name: 'tug-boat', description: 'Pulls.', version: '1.2.3', epilogue: '', commands };

async function script(shell: string): Promise<string> {
  const terminal = captureTerminal();
  await runProgram(tug, ['completion', shell], { terminal, environment: {} });
  return terminal.written().stdout;
}

describe('completion', () => {
  it.each([
    ['the first word', ['b'], ['boat']],
    ['the commands of a group', ['boat', ''], ['row', 'moor']],
    ['the options of a command of a group', ['boat', 'row', '--o'], ['--oar', '--output']],
    ['the values of an option', ['boat', 'row', '--oar', 'w'], ['wood']],
    ['nothing for a command that is not there', ['boat', 'sink', '--'], []],
  ])('makes bash offer %s', async (_what, words, offered) => {
    const probe = `${await script('bash')}\nCOMP_WORDS=(tug-boat "$@")\nCOMP_CWORD=$(($#))\n_tug_boat\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const printed = execFileSync('bash', ['--norc', '-c', probe, 'bash', ...words], { encoding: 'utf8' });
    expect(printed.split('\n').filter((word) => word !== '')).toEqual(offered);
  });

  it.each([
    ['zsh', /'boat row'\)[\s\S]*--oar=/],
    ['fish', /__fish_seen_subcommand_from boat; and __fish_seen_subcommand_from row' -l oar/],
  ])('has a script for %s that knows the commands of groups', async (shell, pattern) => {
    expect(await script(shell)).toMatch(pattern);
  });
});
