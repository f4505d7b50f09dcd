import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { onAbort } from '../async/index.js';
import { errorCode } from '../errors/index.js';
import type { Secret } from '../secret/index.js';
import { endGroup } from './end-group.js';
import { createOutputTail } from './output-tail.js';
import { ProcessError, type ProcessErrorCode, type ProcessErrorDetails } from './process-error.js';
import { createScrubber } from './scrub.js';

/** A program to run. It gets an argument array and never a shell. */
export interface ProcessRequest {
  /** A path, or a name that is looked up in the `PATH` of `env` (the system's default path where `env` has none). */
  readonly command: string;
  /** Never secrets: every user of the machine can read them. */
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  /** The whole environment: nothing is inherited that is not in here. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** Exit codes besides 0 that are answers, not failures. */
  readonly allowExitCodes?: readonly number[] | undefined;
  /** Secrets the program was given by `env` or input: they are taken out of every error. */
  readonly redact?: readonly Secret[] | undefined;
  /** How long it may take to end by itself after SIGTERM, before SIGKILL. Default 2,000. */
  readonly graceMs?: number | undefined;
}

/** How a program ended well. */
export interface ProcessEnd {
  readonly exitCode: number;
  /** Its last 64 KiB, secrets taken out. */
  readonly stderr: string;
}

/** A running program. Its stdout must be read to the end or destroyed, or it never ends. */
export interface RunningProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Settles once the program has exited and its streams are closed; rejects with a {@link ProcessError}. */
  readonly done: Promise<ProcessEnd>;
  /**
   * Ends the program and all it started; `done` then rejects with an error that says `<command> <what>`.
   * The first caller wins; of no effect once the program has ended.
   */
  stop(code: ProcessErrorCode, what: string, details?: ProcessErrorDetails): void;
}

const stderrLimit = 64 * 1024;

/** Starts a program for a caller that speaks with it by streams; `runProcess` is for all others. Throws where it is already aborted. */
export function startProcess(request: ProcessRequest): RunningProcess {
  const scrub = createScrubber(request.redact ?? []);
  const name = scrub(commandLine(request));
  if (request.signal?.aborted) throw aborted(name, request.signal);
  const child = spawn(request.command, [...request.args], {
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    env: { ...request.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own process group, so that what it started ends with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const tail = createOutputTail(stderrLimit, scrub);
  child.stderr.on('data', (chunk: Buffer) => tail.push(chunk));
  // A program that does not read its input closes the pipe; its exit code says whether that was a failure.
  child.stdin.on('error', () => undefined);

  let failure: ProcessError | undefined;
  let ended = false;
  let endForGood: () => void = () => undefined;
  const stop: RunningProcess['stop'] = (code, what, details = {}) => {
    if (failure !== undefined || ended) return;
    failure = new ProcessError(code, `${name} ${what}`, { ...details, stderr: tail.text() });
    endForGood = endGroup(child, request.graceMs ?? 2_000);
    child.stdout.destroy();
  };
  const release = watchLimits(request, stop);

  const done = new Promise<ProcessEnd>((resolve, reject) => {
    const finish = (settle: () => void) => {
      ended = true;
      release();
      endForGood();
      settle();
    };
    child.once('error', (error) => finish(() => reject(failure ?? notStarted(error, name, request))));
    child.once('close', (exitCode, signal) => {
      const error = failure ?? exitFailure({ exitCode, signal, name, stderr: tail.text() }, request);
      finish(() => (error === undefined ? resolve({ exitCode: exitCode ?? 0, stderr: tail.text() }) : reject(error)));
    });
  });
  // The caller may look at `done` only after it has read the streams.
  done.catch(() => undefined);
  return { stdin: child.stdin, stdout: child.stdout, done, stop };
}

/** Ends the program when its time is over or its caller gives up. Returns the release of both watches. */
function watchLimits(request: ProcessRequest, stop: RunningProcess['stop']): () => void {
  const { signal, timeoutMs } = request;
  const leave = onAbort(signal, () => stop('process-aborted', 'was ended by its caller', { cause: signal?.reason }));
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => stop('process-timeout', `took longer than ${timeoutMs} ms`), timeoutMs);
  return () => {
    leave();
    clearTimeout(timer);
  };
}

function aborted(name: string, signal: AbortSignal): ProcessError {
  return new ProcessError('process-aborted', `${name} was not started: its caller has given up`, {
    cause: signal.reason,
  });
}

function exitFailure(
  end: { exitCode: number | null; signal: string | null; name: string; stderr: string },
  request: ProcessRequest,
): ProcessError | undefined {
  const { exitCode, signal, name, stderr } = end;
  if (exitCode === 0 || (exitCode !== null && request.allowExitCodes?.includes(exitCode))) return undefined;
  const how = exitCode === null ? `was ended by ${signal}` : `exited with code ${exitCode}`;
  const lastWords = stderr.trim().split('\n').slice(-3).join('\n').slice(-1_000);
  return new ProcessError('process-failed', lastWords === '' ? `${name} ${how}` : `${name} ${how}: ${lastWords}`, {
    exitCode: exitCode ?? undefined,
    signal: signal ?? undefined,
    stderr,
  });
}

function notStarted(error: Error, name: string, request: ProcessRequest): ProcessError {
  const code = errorCode(error);
  if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'ENOTDIR') {
    return new ProcessError('process-failed', `${name} could not be started`, { cause: error });
  }
  // Node says ENOENT of the program where it is the folder that is missing.
  const folderMissing = request.cwd !== undefined && !existsSync(request.cwd);
  const what = folderMissing ? `the folder ${request.cwd} does not exist` : `${request.command} cannot be executed`;
  return new ProcessError('process-not-found', `${name} could not be started: ${what}`, {
    cause: error,
    hint: folderMissing ? undefined : `Install ${request.command}, or put its folder into PATH.`,
  });
}

function commandLine(request: ProcessRequest): string {
  const line = [request.command, ...request.args].join(' ');
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
