import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '@towline/test-kit/serve';
import type { Lab } from '../stage/lab.js';
import { until } from '../stage/until.js';

/** What a visitor of the page sees. */
export interface Visit {
  readonly title: string;
  /** The process that answered. */
  readonly pid: number;
}

/** One visit; undefined where nothing answers. */
export async function visit(lab: Lab): Promise<Visit | undefined> {
  const reply = await ask(lab.pageUrl).catch(() => undefined);
  if (reply?.status !== 200) return undefined;
  const html = reply.body.toString('utf8');
  const [title = '', pid = ''] = [/<h1>(.*)<\/h1>/.exec(html)?.[1], /process (\d+)<\/p>/.exec(html)?.[1]];
  return { title, pid: Number(pid) };
}

/** One visit, as soon as somebody answers: a process may have been killed a moment ago. */
export async function untilAnswered(lab: Lab): Promise<Visit> {
  return until({ what: 'the page answers', signal: lab.signal }, () => visit(lab));
}

/** Waits until the page has a title, whoever answers. */
export async function untilTitle(lab: Lab, title: string): Promise<Visit> {
  return until({ what: `the page says ${JSON.stringify(title)}`, signal: lab.signal }, async () => {
    const visits = await Promise.all([visit(lab), visit(lab), visit(lab)]);
    return visits.every((one) => one?.title === title) ? visits[0] : undefined;
  });
}

/** The processes that answer, by several visits. */
export async function answeringPids(lab: Lab): Promise<readonly number[]> {
  const visits = await Promise.all(Array.from({ length: 6 }, () => visit(lab)));
  return [...new Set(visits.flatMap((one) => one?.pid ?? []))].sort((a, b) => a - b);
}

/** Visits the page again and again. */
export interface Visitor {
  /** Goes, and gives every title that was seen; undefined for a visit that nobody answered. */
  leave(): Promise<ReadonlySet<string | undefined>>;
}

const pauseMs = 100;

/** Begins to visit the page. */
export function startVisitor(lab: Lab): Visitor {
  const leaving = new AbortController();
  const signal = AbortSignal.any([leaving.signal, lab.signal]);
  const titles = new Set<string | undefined>();
  const visiting = (async () => {
    while (!signal.aborted) {
      titles.add((await visit(lab))?.title);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    async leave() {
      leaving.abort();
      await visiting;
      return titles;
    },
  };
}
