import { type Environment, inheritedEnvironment, type ProcessResult, type runProcess } from '../process/index.js';
import type { GitAccess } from './git-access.js';
import { checkGitVersion } from './git-version.js';
import { translateFailure } from './translate-failure.js';

/** A command for git. */
export interface GitCommand {
  readonly args: readonly string[];
  readonly input?: string | Uint8Array | undefined;
  /** For commands that speak to the server. */
  readonly access?: GitAccess | undefined;
  /** More configuration for this command only. */
  readonly config?: readonly (readonly [key: string, value: string])[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly allowExitCodes?: readonly number[] | undefined;
  /** Time on top of the limit of every command, for work that grows with its input. */
  readonly extraTimeMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The git program, bound to one mirror. */
export interface GitProgram {
  /** Runs a command and gives its output. Throws a `GitError`, or the signal's reason. */
  run(command: GitCommand): Promise<ProcessResult>;
  /** Like {@link GitProgram.run}, for output that is text. */
  text(command: GitCommand): Promise<string>;
}

/** What a {@link GitProgram} is made of. */
export interface GitProgramOptions {
  readonly run: typeof runProcess;
  /** PATH, proxies and the folder for temporary files come from here; nothing else does. */
  readonly environment: Environment;
  readonly directory: string;
  /** What messages call the repository. */
  readonly address: string;
  readonly protocols: readonly string[];
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
}

const inherited = [
  'PATH',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'no_proxy',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
] as const;

/** The same for every command, whatever stands in the configuration of the machine or of the mirror. */
const fixedConfig: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.quotePath', 'false'],
  // Packs are kept in order by the mirror itself, when nobody waits.
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['protocol.version', '2'],
  ['fetch.recurseSubmodules', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['push.gpgSign', 'false'],
  ['commit.gpgSign', 'false'],
  ['credential.helper', ''],
  // Git would take the credentials along to wherever the first redirection leads.
  ['http.followRedirects', 'false'],
  // One request with a length: many proxies refuse chunked bodies, which larger pushes would be.
  ['http.postBuffer', String(64 * 1024 * 1024)],
  ['http.lowSpeedLimit', '1'],
  ['http.lowSpeedTime', '60'],
];

/** Makes a {@link GitProgram}. The version of git is looked at once, before the first command. */
export function createGitProgram(options: GitProgramOptions): GitProgram {
  const base = {
    ...inheritedEnvironment(options.environment, inherited),
    GIT_DIR: options.directory,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GIT_ALLOW_PROTOCOL: options.protocols.join(':'),
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  };
  const start = async (command: GitCommand): Promise<ProcessResult> => {
    const { access, config = [], signal } = command;
    try {
      return await options.run({
        command: 'git',
        args: command.args,
        env: {
          ...base,
          ...access?.env,
          ...configEnvironment([...fixedConfig, ...(access?.config ?? []), ...config]),
          ...command.env,
        },
        input: command.input,
        redact: access?.secrets,
        timeoutMs: options.timeoutMs + (command.extraTimeMs ?? 0),
        maxOutputBytes: options.maxOutputBytes,
        allowExitCodes: command.allowExitCodes,
        signal,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw translateFailure(error, options.address);
    }
  };
  let checked: Promise<void> | undefined;
  const check = async (): Promise<void> => {
    try {
      checkGitVersion(decode((await start({ args: ['version'] })).stdout));
    } catch (error) {
      // Somebody may install it while we run.
      checked = undefined;
      throw error;
    }
  };
  const run: GitProgram['run'] = async (command) => {
    checked ??= check();
    await checked;
    return start(command);
  };
  return { run, text: async (command) => decode((await run(command)).stdout) };
}

function configEnvironment(config: readonly (readonly [string, string])[]): Record<string, string> {
  const pairs = config.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(config.length), ...Object.fromEntries(pairs) };
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
