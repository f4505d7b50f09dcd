import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@towline/shared/process';
import type { ListedProcess } from '../../demo/stage/list-processes.js';
import { type DemoLine, readLine, type TestedHop } from './demo-line.js';
import { leftOf } from './left-of.js';

/** A demo in a process of its own. */
export interface DemoProcess {
  /** Waits until a hop has been told. Throws where the demo ends before that. */
  hop(id: string): Promise<TestedHop>;
  /** Waits until a line beside the hops matches, and gives what the first group of the pattern caught. */
  note(pattern: RegExp): Promise<string>;
  /** The hops that have been told so far. */
  hops(): readonly TestedHop[];
  /** Lets the next scene begin, where it waits for that. */
  next(): void;
  signal(name: NodeJS.Signals): void;
  ended(): Promise<DemoEnd>;
  /** What is left of it on this machine: processes that it started, and those of its folder. */
  left(): readonly ListedProcess[];
}

/** How a demo ended. */
export interface DemoEnd {
  readonly code: number | null;
  readonly stderr: string;
  readonly hops: readonly TestedHop[];
}

const program = fileURLToPath(new URL('../../../tools/demo.mjs', import.meta.url));

/** Starts `npm run demo -- -o json` without looking whether it is built. */
export function startDemo(
  options: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): DemoProcess {
  const env = { ...inheritedEnvironment(process.env, ['PATH', 'HOME', 'TMPDIR']), ...environment };
  const child = spawn(process.execPath, [program, '-o', 'json', ...options], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const lines: DemoLine[] = [];
  let news = (): void => undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(readLine(line));
    news();
  });
  const ended = endOf(child, lines);
  void ended.then(() => news());
  const hops = () => lines.flatMap((line) => (line.kind === 'hop' ? [line] : []));
  const notes = () => lines.flatMap((line) => (line.kind === 'note' ? [line.text] : []));
  const told = async <Told>(what: string, find: () => Told | undefined): Promise<Told> => {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`the demo ended before ${what}: ${(await ended).stderr}`);
      await new Promise<void>((resolve) => {
        news = resolve;
      });
    }
  };
  return {
    hop: (id) => told(id, () => hops().find((hop) => hop.id === id)),
    hops,
    note: (pattern) => told(String(pattern), () => notes().flatMap((text) => pattern.exec(text)?.[1] ?? [])[0]),
    next: () => void child.stdin.write('\n'),
    signal: (name) => void child.kill(name),
    ended: () => ended,
    left: () => leftOf(lines),
  };
}

async function endOf(child: ChildProcess, lines: readonly DemoLine[]): Promise<DemoEnd> {
  let stderr = '';
  child.stderr?.on('data', (data) => {
    stderr += data;
  });
  const [code] = await once(child, 'close');
  const hops = lines.flatMap((line) => (line.kind === 'hop' ? [line] : []));
  return { code, stderr, hops };
}
