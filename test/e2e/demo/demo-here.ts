import { runDemo } from '../../demo/main.js';
import type { buildLab } from '../../demo/stage/lab.js';
import type { ListedProcess } from '../../demo/stage/list-processes.js';
import { type DemoLine, readLine } from './demo-line.js';
import { leftOf } from './left-of.js';

/** A demo that is played in this process; its parts are processes of their own, as ever. */
export interface DemoHere {
  readonly args?: readonly string[];
  readonly buildLab?: typeof buildLab;
  /** Called for each line as it is told, before the demo goes on. */
  readonly told?: (line: DemoLine, pidOf: (part: string) => number) => void;
  readonly signal?: AbortSignal;
}

/** What a demo came to, and the processes that are there although it is over. */
export interface EndOfDemoHere {
  readonly code: number;
  readonly stderr: string;
  readonly lines: readonly DemoLine[];
  readonly hops: readonly string[];
  readonly left: readonly ListedProcess[];
}

async function* nobody() {}

/** Plays a demo. */
export async function playHere({ args = [], buildLab, told, signal }: DemoHere): Promise<EndOfDemoHere> {
  const lines: DemoLine[] = [];
  let stderr = '';
  const pidOf = (name: string): number => {
    const part = lines.find((line) => line.kind === 'part' && line.name === name);
    if (part?.kind !== 'part') throw new Error(`the demo has no part ${name}`);
    return part.pid;
  };
  const code = await runDemo({
    args: ['-o', 'json', ...args],
    stdin: nobody(),
    stdout: {
      write(text) {
        const line = readLine(text);
        lines.push(line);
        told?.(line, pidOf);
      },
    },
    stderr: {
      write(text) {
        stderr += text;
      },
    },
    signal: signal ?? new AbortController().signal,
    buildLab,
  });
  return {
    code,
    stderr,
    lines,
    hops: lines.flatMap((line) => (line.kind === 'hop' ? [line.id] : [])),
    left: leftOf(lines),
  };
}
