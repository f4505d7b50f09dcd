import { JenkinsError, type JenkinsErrorCode } from '../../core/jenkins/jenkins-error.js';
import type { SshSession } from './ssh-session.js';

/** What a command wrote. */
export interface CommandOutput {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Jenkins' commands. */
export interface SshCommands {
  /** Runs a command to its end. Exit codes besides 0 that are no failures are named; others throw. */
  run(words: readonly string[], options?: CommandOptions): Promise<CommandOutput>;
}

/** How a command is run. */
export interface CommandOptions {
  readonly input?: string | undefined;
  readonly answers?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const outputLimit = 32 * 1024 * 1024;

/** {@link SshCommands} of a session. */
export function createSshCommands(session: SshSession): SshCommands {
  return {
    async run(words, { input = '', answers = [], signal } = {}) {
      const command = await session.start(words, input, signal);
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of command.stdout) {
        size += chunk.length;
        if (size > outputLimit) {
          command.close();
          throw new JenkinsError('jenkins-bad-answer', `${words[0]} answered with more than ${outputLimit} bytes`);
        }
        chunks.push(chunk);
      }
      const { exitCode, stderr } = await command.done;
      if (exitCode !== 0 && !answers.includes(exitCode)) throw commandFailure(words, exitCode, stderr);
      return { exitCode, stdout: Buffer.concat(chunks).toString('utf8') };
    },
  };
}

const codes: Readonly<Record<number, JenkinsErrorCode>> = {
  1: 'jenkins-broken',
  2: 'jenkins-refused',
  3: 'jenkins-refused',
  4: 'jenkins-refused',
  5: 'jenkins-refused',
  6: 'jenkins-forbidden',
  7: 'jenkins-unauthenticated',
  255: 'jenkins-unreachable',
};

/** The error for an exit code of Jenkins' command line; only the words say which of several things an argument was. */
export function commandFailure(words: readonly string[], exitCode: number, stderr: string): JenkinsError {
  const said = /ERROR: (.*)/.exec(stderr)?.[1] ?? stderr.trim().split('\n')[0] ?? '';
  const missing = exitCode === 3 && /^No such/.test(said);
  const disabled = exitCode === 4 && /disabled|not buildable/.test(said);
  const code = missing
    ? 'jenkins-not-found'
    : disabled
      ? 'jenkins-not-buildable'
      : (codes[exitCode] ?? 'jenkins-broken');
  const name = words.slice(0, 2).join(' ');
  return new JenkinsError(
    code,
    `Jenkins refused the command ${name}: ${said === '' ? `exit code ${exitCode}` : said}`,
    {
      hint: missing ? 'Check the name, its folders included.' : undefined,
    },
  );
}
