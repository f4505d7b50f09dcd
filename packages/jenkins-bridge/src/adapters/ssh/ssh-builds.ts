import { parseBuildResult } from '../../core/build/build-result.js';
import { createLineSplitter } from '../../core/build/line-splitter.js';
import type { BuildId, BuildResult, BuildState, JenkinsBuilds } from '../../core/jenkins/jenkins.js';
import { isJenkinsError, JenkinsError } from '../../core/jenkins/jenkins-error.js';
import { jobSegments } from '../../core/jenkins/job-name.js';
import { commandFailure, type SshCommands } from './ssh-commands.js';
import type { RunningCommand, SshSession } from './ssh-session.js';

/** Builds by Jenkins' commands. Stages, answers, histories and interruptions have no command. */
export function createSshBuilds(session: SshSession, commands: SshCommands): JenkinsBuilds {
  /** What builds that were started here have come to: the exit code cannot tell, since results and failures share its numbers. */
  const watched = new Map<string, BuildResult | 'running'>();
  return {
    async trigger(job, parameters, { signal } = {}) {
      const given = Object.entries(parameters).flatMap(([name, value]) => [
        '-p',
        `${name}=${typeof value === 'string' ? value : value.reveal()}`,
      ]);
      const words = ['build', jobName(job), '-f', ...given];
      // What ends the waiting for the start must not end the watch over the build.
      const command = await session.start(words, '', undefined);
      const number = await startOf(command, {
        words,
        signal,
        tell: (number, result) => watched.set(keyOf({ job, number }), result),
      });
      const key = keyOf({ job, number });
      // Where the connection is lost, the log is looked at instead.
      const forget = () => watched.get(key) === 'running' && watched.delete(key);
      command.done.then(forget, forget);
      return { kind: 'started', job, number };
    },
    async queued(ticket) {
      return ticket.kind === 'started' ? { kind: 'started', number: ticket.number } : { kind: 'gone' };
    },
    cancel: async () => undefined,
    async build(id, { signal } = {}) {
      const known = watched.get(keyOf(id));
      if (known !== undefined) return stateOf(id, known === 'running' ? undefined : known);
      try {
        const { stdout } = await commands.run(['console', jobName(id.job), String(id.number), '-n', '1'], { signal });
        const [, result = ''] = /^Finished: (\w+)$/.exec(stdout.trimEnd().split('\n').at(-1) ?? '') ?? [];
        return stateOf(id, parseBuildResult(result));
      } catch (error) {
        if (isJenkinsError(error, 'jenkins-not-found')) return undefined;
        throw error;
      }
    },
    history: () => unsupported('list the builds of a job'),
    async log(id, start, { signal } = {}) {
      const words = ['console', jobName(id.job), String(id.number), '-f'];
      const command = await session.start(words, '', signal);
      return { text: logText(command, { words, start, signal }), next: start, more: false };
    },
    stages: async () => undefined,
    inputs: async () => [],
    answer: () => unsupported('answer a question of a build'),
    interrupt: () => unsupported('stop a build'),
  };
}

/** The full name as commands take it, checked. */
export function jobName(job: string): string {
  return jobSegments(job).join('/');
}

/** For what Jenkins' command line has no command. */
export async function unsupported(what: string): Promise<never> {
  throw new JenkinsError('jenkins-unsupported', `Jenkins’ command line cannot ${what}`, {
    hint: 'Use the address of Jenkins instead of SSH: --url.',
  });
}

function keyOf({ job, number }: BuildId): string {
  return `${jobName(job)} ${number}`;
}

function stateOf(id: BuildId, result: BuildResult | undefined): BuildState {
  return { ...id, result, startedAt: undefined, durationMs: undefined, url: undefined, parameters: {} };
}

interface Start {
  readonly words: readonly string[];
  readonly signal: AbortSignal | undefined;
  readonly tell: (number: number, result: BuildResult | 'running') => void;
}

/** Reads `Started JOB #N`, and goes on to read until `Completed JOB #N : RESULT`. */
function startOf(command: RunningCommand, { words, signal, tell }: Start): Promise<number> {
  const splitter = createLineSplitter();
  let started: number | undefined;
  return new Promise((resolve, reject) => {
    const give = () => {
      command.close();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', give, { once: true });
    const read = (line: string): void => {
      const [, number] = /^Started .*#(\d+)$/.exec(line) ?? [];
      const [, completed, word = ''] = /^Completed .*#(\d+) : (\w+)$/.exec(line) ?? [];
      const result = parseBuildResult(word);
      if (result !== undefined) tell(Number(completed), result);
      if (number === undefined || started !== undefined) return;
      started = Number(number);
      tell(started, 'running');
      signal?.removeEventListener('abort', give);
      resolve(started);
    };
    command.stdout.on('data', (chunk: Buffer) => splitter.push(chunk.toString('utf8')).forEach(read));
    command.done
      .then(({ exitCode, stderr }) => {
        splitter.end().forEach(read);
        if (started === undefined) reject(commandFailure(words, exitCode, stderr));
      })
      .catch(reject);
  });
}

interface LogReading {
  readonly words: readonly string[];
  readonly start: number;
  readonly signal: AbortSignal | undefined;
}

async function* logText(command: RunningCommand, { words, start, signal }: LogReading): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let skip = start;
  try {
    for await (const chunk of command.stdout) {
      const bytes: Buffer = chunk;
      yield decoder.decode(bytes.subarray(Math.min(skip, bytes.length)), { stream: true });
      skip = Math.max(0, skip - bytes.length);
    }
    yield decoder.decode();
    const { exitCode, stderr } = await command.done;
    if (exitCode !== 0) throw commandFailure(words, exitCode, stderr);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    command.close();
  }
}
