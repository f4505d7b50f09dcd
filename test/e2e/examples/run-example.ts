import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@towline/shared/process';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A running example. */
export interface RunningExample {
  readonly child: ChildProcess;
  /** What it has written to standard output and standard error so far. */
  readonly written: { stdout: string; stderr: string };
  /** Resolves when standard output has this text; rejects where it ends before. */
  says(text: string): Promise<void>;
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
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    written,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        onText = () => written.stdout.includes(text) && resolve();
        onText();
        void ended.then(() => reject(new Error(`it never said ${text}:\n${written.stdout}\n${written.stderr}`)));
      }),
  };
}
