import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@towline/shared/process';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A running example. */
export interface RunningExample {
  readonly child: ChildProcess;
  /** What it has written to standard output and standard error so far. */
  readonly written: { stdout: string; stderr: string };
  /** Resolves when it has written this text; rejects where it ends before. */
  writes(stream: 'stdout' | 'stderr', text: string): Promise<void>;
  readonly ended: Promise<number | null>;
}

/** Starts a program of `examples/` from its TypeScript; the packages come from their builds, by their `exports`. */
export function startExample(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): RunningExample {
  const register = `${root}/tools/typescript/register.mjs`;
  const env = { ...inheritedEnvironment(process.env, ['PATH', 'TMPDIR']), ...environment };
  const child = spawn(process.execPath, ['--import', register, `${root}/examples/${name}.ts`, ...args], { env });
  const written = { stdout: '', stderr: '' };
  let onText = (): void => undefined;
  child.stdout.on('data', (data) => {
    written.stdout += data;
    onText();
  });
  child.stderr.on('data', (data) => {
    written.stderr += data;
    onText();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    written,
    ended,
    writes: (stream, text) =>
      new Promise((resolve, reject) => {
        onText = () => written[stream].includes(text) && resolve();
        onText();
        void ended.then(() => reject(new Error(`it never wrote ${text}:\n${written.stdout}\n${written.stderr}`)));
      }),
  };
}
