import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { abortable } from '@towline/shared/async';
import { sendSignal } from './send-signal.js';

/** A program that a part of the demo is. */
export interface PartProgram<Ready> {
  /** In sentences: `the registry`. */
  readonly name: string;
  /** A module and its arguments. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where what it writes is kept. */
  readonly logFile: string;
  /** What is known of it once it is ready, by what it has written so far; undefined before that. */
  readonly ready: (written: string) => Ready | undefined;
}

/** A part of the demo, in a process and a process group of its own. */
export interface StartedPart<Ready> {
  readonly name: string;
  readonly pid: number;
  /** Rejects where it ends, or where the signal is aborted, before that. */
  readonly untilReady: Promise<Ready>;
  /** Resolves with how it ended, as the rest of a sentence. */
  readonly ended: Promise<string>;
  /** What it wrote last. */
  lastWords(): string;
  /** All that it wrote. */
  written(): string;
  /** Ends it and all that it started, and waits for that. */
  stop(): Promise<void>;
}

/** A part that is ready. */
export interface Part<Ready> extends StartedPart<Ready> {
  readonly ready: Ready;
}

const graceMs = 3_000;
/** Ends a program when the pipe that is its input ends: nothing outlives the demo, however that ends. */
const leash = fileURLToPath(new URL('leash.mjs', import.meta.url));

/** Starts a program. */
export function startPart<Ready>(program: PartProgram<Ready>, signal: AbortSignal): StartedPart<Ready> {
  const { name, args, environment, logFile } = program;
  const child = spawn(process.execPath, ['--import', leash, ...args], {
    env: { ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid = 0 } = child;
  const ended = endOf(child);
  const log = createWriteStream(logFile);
  let written = '';
  let news = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      written += data;
      log.write(data);
      news();
    });
  }
  const ready = new Promise<Ready>((resolve, reject) => {
    news = () => {
      const found = program.ready(written);
      if (found !== undefined) resolve(found);
    };
    void ended.then((how) => reject(new Error(`${name} ${how} before it was ready`)));
  });
  return {
    name,
    pid,
    ended,
    untilReady: abortable(ready, signal),
    lastWords: () => written.trim().split('\n').slice(-12).join('\n'),
    written: () => written,
    async stop() {
      sendSignal(-pid, 'SIGTERM');
      const timer = setTimeout(() => sendSignal(-pid, 'SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
      // What it had started may be left.
      sendSignal(-pid, 'SIGKILL');
      log.end();
    },
  };
}

async function endOf(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'exit').catch((error: unknown) => [String(error), null]);
  return code === null ? `was ended by ${signal}` : `ended with code ${code}`;
}
