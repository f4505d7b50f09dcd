import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@towline/shared/process';
import { z } from 'zod';

const lineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hop'),
    id: z.string(),
    scene: z.string(),
    what: z.string(),
    look: z.record(z.string(), z.string()).default({}),
    shown: z.string().optional(),
    atMs: z.number(),
  }),
  z.object({ kind: z.literal('part'), name: z.string(), pid: z.number() }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  z.object({ kind: z.literal('summary'), tookMs: z.number(), hops: z.number() }),
]);
type Line = z.output<typeof lineSchema>;
/** A hop as the demo tells it to programs. */
export type TestedHop = Extract<Line, { kind: 'hop' }>;

/** A demo in a process of its own. */
export interface DemoProcess {
  /** Waits until a hop has been told. Throws where the demo ends before that. */
  hop(id: string): Promise<TestedHop>;
  /** Waits until a line beside the hops matches, and gives what the first group of the pattern caught. */
  note(pattern: RegExp): Promise<string>;
  /** The process of a part, by its name. */
  pidOf(part: string): number;
  /** Lets the next scene begin, where it waits for that. */
  next(): void;
  signal(name: NodeJS.Signals): void;
  ended(): Promise<DemoEnd>;
  /** What is left of it on this machine: processes that it started, and those of its folder. */
  left(): readonly string[];
}

/** How a demo ended. */
export interface DemoEnd {
  readonly code: number | null;
  readonly stderr: string;
  readonly lines: readonly Line[];
  readonly hops: readonly TestedHop[];
}

const program = fileURLToPath(new URL('../../../tools/demo.mjs', import.meta.url));

/** Starts `npm run demo -- -o json` without looking whether it is built. */
export function startDemo(...options: readonly string[]): DemoProcess {
  const env = inheritedEnvironment(process.env, ['PATH', 'HOME', 'TMPDIR']);
  const child = spawn(process.execPath, [program, '-o', 'json', ...options], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const lines: Line[] = [];
  let news = (): void => undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(lineSchema.parse(JSON.parse(line)));
    news();
  });
  const ended = endOf(child, lines);
  void ended.then(() => news());
  const hops = () => lines.flatMap((line) => (line.kind === 'hop' ? [line] : []));
  const parts = () => lines.flatMap((line) => (line.kind === 'part' ? [line] : []));
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
    note: (pattern) => told(String(pattern), () => notes().flatMap((text) => pattern.exec(text)?.[1] ?? [])[0]),
    pidOf(name) {
      const part = parts().find((one) => one.name === name);
      if (part === undefined) throw new Error(`the demo has no part ${name}`);
      return part.pid;
    },
    next: () => void child.stdin.write('\n'),
    signal: (name) => void child.kill(name),
    ended: () => ended,
    left() {
      const groups = new Set(parts().map(({ pid }) => pid));
      const folder = /kept in (\S+),/.exec(notes().join('\n'))?.[1];
      return runningProcesses()
        .filter(({ group, text }) => groups.has(group) || (folder !== undefined && text.includes(folder)))
        .map(({ text }) => text);
    },
  };
}

async function endOf(child: ChildProcess, lines: readonly Line[]): Promise<DemoEnd> {
  let stderr = '';
  child.stderr?.on('data', (data) => {
    stderr += data;
  });
  const [code] = await once(child, 'close');
  const hops = lines.flatMap((line) => (line.kind === 'hop' ? [line] : []));
  return { code, stderr, lines, hops };
}

/** All processes of this machine that are not on their way out, with their command line and working folder. */
function runningProcesses(): readonly { readonly group: number; readonly text: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [state = '', , group = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const text = `${pid} ${command} in ${readlinkSync(`/proc/${pid}/cwd`)}`;
        return state === 'Z' ? [] : [{ group: Number(group), text }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}
