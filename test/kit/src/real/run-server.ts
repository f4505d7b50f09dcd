import { createConnection, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inheritedEnvironment, startProcess } from '@towline/shared/process';

/** A server program to start. */
export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** Besides PATH, HOME and the like, which it inherits. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  /** Whether it serves already; asked until it does. */
  readonly ready: () => Promise<boolean>;
}

/** A server that was started. */
export interface StartedServer {
  /** Ends the program and everything that it started. */
  stop(): Promise<void>;
}

const patienceMs = 30_000;

/** Starts a server program and waits until it serves. One that ends by itself, or never serves, is an error with its last words. */
export async function runServer(program: ServerProgram): Promise<StartedServer> {
  const child = startProcess({
    command: program.command,
    args: program.args,
    cwd: program.cwd,
    env: { ...inheritedEnvironment(process.env, ['PATH', 'HOME', 'TMPDIR', 'LANG', 'USER']), ...program.env },
  });
  child.stdout.resume();
  const stop = async () => {
    child.stop('process-aborted', 'was stopped by the test that started it');
    await child.done.catch(() => undefined);
  };
  const gone = child.done.then(() => {
    throw new Error(`${program.command} ended before it served`);
  });
  const waiting = new AbortController();
  try {
    await Promise.race([gone, untilReady(program, waiting.signal)]);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    waiting.abort();
  }
  return { stop };
}

async function untilReady({ command, ready }: ServerProgram, signal: AbortSignal): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await ready())) {
    if (Date.now() > end) throw new Error(`${command} does not serve after ${patienceMs} ms`);
    await sleep(20, undefined, { signal });
  }
}

/** Whether something listens on a port of 127.0.0.1. */
export function listens(port: number): Promise<boolean> {
  return connects(createConnection(port, '127.0.0.1'));
}

/** Whether something listens on a Unix socket. */
export function listensAt(path: string): Promise<boolean> {
  return connects(createConnection(path));
}

function connects(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

/** A port of 127.0.0.1 that the kernel says is free, for programs that cannot ask for one themselves. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
