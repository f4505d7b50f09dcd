import type { Paint } from '@towline/shared/cli';

/** One step of the way of a commit, as it is told. */
export interface Hop {
  /** Its name for programs: `image-pushed`. */
  readonly id: string;
  /** What happened, as a sentence without its full stop. */
  readonly what: string;
  /** What to look at: a commit, a tag, a URL. */
  readonly look?: Readonly<Record<string, string>> | undefined;
  /** Lines to show as they are: a diff, a plan. */
  readonly shown?: string | undefined;
}

/** A {@link Hop} with its times. */
export interface ToldHop extends Hop {
  readonly scene: string;
  /** Since the beginning, in milliseconds. */
  readonly atMs: number;
  /** Since the hop before it. */
  readonly tookMs: number;
}

/** Tells what happens while it does. */
export interface Story {
  scene(title: string): void;
  hop(hop: Hop): void;
  /** A process that was started. */
  part(name: string, pid: number): void;
  /** A line beside the hops. */
  note(text: string): void;
  /** The hops so far. */
  readonly hops: readonly ToldHop[];
}

/** What a story is told by. */
export interface StoryTeller {
  readonly now: () => number;
  readonly write: (text: string) => void;
  readonly paint: Paint;
}

/** A story for people: each hop with its time, and below it what to look at. */
export function tellToPeople(teller: StoryTeller): Story {
  const { paint, write } = teller;
  let scenes = 0;
  return record(teller, {
    scene: (title) => {
      scenes += 1;
      write(`\n${paint.bold(`${scenes}. ${title}`)}\n`);
    },
    hop({ what, look = {}, shown, atMs }) {
      write(`${paint.dim(seconds(atMs).padStart(6))}  ${paint.green('✓')} ${what}\n`);
      for (const [name, value] of Object.entries(look)) write(`           ${paint.dim(`${name}:`)} ${value}\n`);
      if (shown !== undefined) write(indented(shown, paint));
    },
    part: (name, pid) => write(`        ${paint.dim(`${name} runs as process ${pid}`)}\n`),
    note: (text) => write(`        ${paint.dim(text)}\n`),
  });
}

/** A story for programs: a line of JSON for each hop (`kind: hop`), each process that was started (`part`) and each other line (`note`). */
export function tellToPrograms(teller: StoryTeller): Story {
  return record(teller, {
    scene: () => undefined,
    hop: (hop) => teller.write(`${JSON.stringify({ kind: 'hop', ...hop })}\n`),
    part: (name, pid) => teller.write(`${JSON.stringify({ kind: 'part', name, pid })}\n`),
    note: (text) => teller.write(`${JSON.stringify({ kind: 'note', text })}\n`),
  });
}

/** `1.2s`. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)}s`;
}

interface Telling {
  readonly scene: (title: string) => void;
  readonly hop: (hop: ToldHop) => void;
  readonly part: (name: string, pid: number) => void;
  readonly note: (text: string) => void;
}

function record({ now }: StoryTeller, telling: Telling): Story {
  const began = now();
  const hops: ToldHop[] = [];
  let current = '';
  return {
    hops,
    scene(title) {
      current = title;
      telling.scene(title);
    },
    hop(hop) {
      const atMs = Math.round(now() - began);
      const told = { scene: current, ...hop, atMs, tookMs: atMs - (hops.at(-1)?.atMs ?? 0) };
      hops.push(told);
      telling.hop(told);
    },
    part: telling.part,
    note: telling.note,
  };
}

function indented(text: string, paint: Paint): string {
  const colored = (line: string): string => {
    if (/^\+(?!\+\+)/.test(line)) return paint.green(line);
    return /^-(?!--)/.test(line) ? paint.red(line) : line;
  };
  const lines = text.replace(/\n+$/, '').split('\n');
  return lines.map((line) => `           ${paint.dim('│')} ${colored(line)}\n`).join('');
}
