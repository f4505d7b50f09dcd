import { inheritedEnvironment, runProcess } from '@towline/shared/process';

/** What a call of git is given besides its arguments. */
export interface GitInput {
  readonly input?: string | Uint8Array | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** The environment of every git of the kit: this machine's PATH, nobody's configuration. */
export function gitEnvironment(): Record<string, string> {
  return {
    ...inheritedEnvironment(process.env, ['PATH', 'TMPDIR', 'SystemRoot']),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

/** Runs git on a repository's directory and gives its output as bytes. */
export async function gitBytes(directory: string, args: readonly string[], given: GitInput = {}): Promise<Buffer> {
  const { stdout } = await runProcess({
    command: 'git',
    args: [`--git-dir=${directory}`, ...args],
    env: { ...gitEnvironment(), ...given.env },
    input: given.input,
    maxOutputBytes: 256 * 1024 * 1024,
    timeoutMs: 120_000,
  });
  return Buffer.from(stdout);
}

/** Runs git on a repository's directory and gives its output as text, without the newline at its end. */
export async function runGit(directory: string, args: readonly string[], given: GitInput = {}): Promise<string> {
  return (await gitBytes(directory, args, given)).toString('utf8').replace(/\n$/, '');
}
