import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ProcessEnd, type ProcessRequest, type RunningProcess, startProcess } from './start-process.js';

/** A program to run to its end. */
export interface RunRequest extends ProcessRequest {
  /** What it reads from stdin; nothing where absent. */
  readonly input?: string | Uint8Array | Readable | undefined;
  /** The most it may write to stdout before it is ended. */
  readonly maxOutputBytes: number;
}

/** What a program wrote, and how it ended. */
export interface ProcessResult extends ProcessEnd {
  readonly stdout: Uint8Array;
}

/** Runs a program to its end and collects its output. Throws a `ProcessError` for every other end than a success. */
export async function runProcess(request: RunRequest): Promise<ProcessResult> {
  const running = startProcess(request);
  const [stdout, end] = await Promise.all([
    collect(running, request.maxOutputBytes),
    running.done,
    feed(running, request.input),
  ]);
  return { ...end, stdout };
}

async function feed(running: RunningProcess, input: RunRequest['input']): Promise<void> {
  if (input === undefined || typeof input === 'string' || ArrayBuffer.isView(input)) {
    running.stdin.end(input ?? '');
    return;
  }
  // A pipeline tears down both ends, so whose error it was shows only in who had it first.
  let first: 'source' | 'program' | undefined;
  input.once('error', () => {
    first ??= 'source';
  });
  running.stdin.once('error', () => {
    first ??= 'program';
  });
  try {
    await pipeline(input, running.stdin);
  } catch (error) {
    // A program may stop reading whenever it likes, and its exit code says how that went; half an input it must not take for a whole.
    if (first !== 'program') running.stop('process-failed', 'could not be given its input', { cause: error });
  }
}

async function collect(running: RunningProcess, limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  running.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) running.stop('process-output-too-large', `wrote more than ${limit} bytes`);
    else chunks.push(chunk);
  });
  await running.done;
  return Buffer.concat(chunks);
}
