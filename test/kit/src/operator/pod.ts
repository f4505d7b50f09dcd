import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '@towline/shared/errors';
import { inheritedEnvironment } from '@towline/shared/process';
import { freePort } from '../real/run-server.js';
import { ask } from '../serve/index.js';
import type { PulledImage } from './pull-image.js';

/** What a pod runs. */
export interface PodTemplate {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly readinessPath: string;
}

/** A process that is started again whenever it ends. */
export interface Pod {
  /** Where it answers; undefined while it is not ready. */
  readyPort(): number | undefined;
  /** How often it was started again. */
  restarts(): number;
  /** How often it has ended since it was ready the last time. */
  crashes(): number;
  /** How it ended the last time, with its last words; undefined where it never did. */
  lastEnd(): string | undefined;
  stop(): Promise<void>;
}

const [firstPauseMs, longestPauseMs] = [100, 3_000];
const graceMs = 1_000;
const maxLastWords = 2_000;

/**
 * Runs the entrypoint of an image as a process of this machine, in the process group of the caller: there is no isolation. It is told its port
 * by `PORT`. `changed` is called when it becomes ready and when it ends.
 */
export function startPod(image: PulledImage, template: PodTemplate, changed: () => void): Pod {
  const stopping = new AbortController();
  let port: number | undefined;
  let [restarts, crashes] = [0, 0];
  let lastEnd: string | undefined;
  const runOnce = async (): Promise<string> => {
    const given = await freePort();
    const child = spawnEntrypoint(image, { ...template.environment, PORT: String(given), HOSTNAME: template.name });
    const ended = describeEnd(child);
    const gone = new AbortController();
    const probing = untilReady(`http://127.0.0.1:${given}${template.readinessPath}`, gone.signal).then((ready) => {
      if (!ready) return;
      port = given;
      crashes = 0;
      changed();
    });
    const end = stopAtAbort(child, stopping.signal);
    const how = await ended;
    end();
    gone.abort();
    await probing;
    port = undefined;
    return how;
  };
  const keepRunning = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      lastEnd = await runOnce().catch(errorMessage);
      crashes += 1;
      changed();
      const pause = Math.min(firstPauseMs * 2 ** (crashes - 1), longestPauseMs);
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      restarts += 1;
    }
  };
  const done = keepRunning();
  return {
    readyPort: () => port,
    restarts: () => restarts,
    crashes: () => crashes,
    lastEnd: () => lastEnd,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

function spawnEntrypoint(image: PulledImage, environment: Readonly<Record<string, string>>): ChildProcess {
  const [command, ...args] = image.command;
  if (command === undefined) throw new Error('the image has neither ENTRYPOINT nor CMD');
  const ofImage = Object.fromEntries(image.environment.map((entry) => splitOnce(entry, '=')));
  // The host's Node stands for the one that a real image would bring.
  return spawn(command === 'node' ? process.execPath : command, args, {
    cwd: image.workingDirectory,
    env: { ...ofImage, ...inheritedEnvironment(process.env, ['PATH', 'TMPDIR']), ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function describeEnd(child: ChildProcess): Promise<string> {
  let words = '';
  child.stderr?.on('data', (chunk) => {
    words = `${words}${chunk}`.slice(-maxLastWords);
  });
  const [code, signal] = await once(child, 'close');
  const how = code === null ? `was ended by ${signal}` : `ended with code ${code}`;
  const said = words.split('\n').find((line) => /^\w*Error\b.*:/.test(line)) ?? words.trim().split('\n').at(-1);
  return said ? `${how}: ${said.trim()}` : how;
}

/** SIGTERM, then SIGKILL. Returns what releases the watch. */
function stopAtAbort(child: ChildProcess, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGTERM');
    timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return () => {
    signal.removeEventListener('abort', stop);
    clearTimeout(timer);
  };
}

/** Whether it became ready before the signal. */
async function untilReady(url: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const status = await ask(url).then(
      (reply) => reply.status,
      () => undefined,
    );
    if (status !== undefined && status < 300) return !signal.aborted;
    await sleep(50, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
