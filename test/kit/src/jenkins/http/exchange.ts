import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestUrl, send } from '../../serve/index.js';
import type { Person } from '../state/people.js';
import type { World } from '../state/world.js';

/** One request that was let in. */
export interface Exchange {
  readonly world: World;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly person: Person;
  readonly url: URL;
  readonly form: URLSearchParams;
  readonly body: Buffer;
  /** What the address begins with in headers and JSON. */
  readonly root: string;
  readonly signal: AbortSignal;
}

/** What answers a request: a path, and whether it is read with any method or POST only. */
export interface Route {
  readonly method: 'ANY' | 'POST';
  /** Tested against the raw path, without the job's part where there was one. */
  readonly path: RegExp;
  /** What a person needs. */
  readonly permission?: string;
  readonly answer: (exchange: Exchange, match: readonly string[]) => void | Promise<void>;
}

/** The address by which the request came. */
export function ownRoot(request: IncomingMessage): string {
  return `http://${request.headers.host ?? 'localhost'}`;
}

/** JSON, with only what `tree` asks for. */
export function sendTree({ request, response }: Pick<Exchange, 'request' | 'response'>, value: unknown): void {
  const tree = requestUrl(request).searchParams.get('tree');
  const body = JSON.stringify(tree === null ? value : filterTree(value, parseTree(tree)));
  send(response, { status: 200, headers: { 'content-type': 'application/json;charset=utf-8' }, body });
}

interface Branch {
  readonly fields: ReadonlyMap<string, Branch>;
  readonly range: readonly [number, number] | undefined;
}

/** `a,b[c,d[e]]{0,5}` as Jenkins reads it. */
function parseTree(text: string): Branch {
  let at = 0;
  const list = (): ReadonlyMap<string, Branch> => {
    const fields = new Map<string, Branch>();
    while (at < text.length && text[at] !== ']') {
      const name = /^[\w*]+/.exec(text.slice(at))?.[0] ?? '';
      at += name.length || 1;
      let inner: ReadonlyMap<string, Branch> = new Map();
      if (text[at] === '[') {
        at += 1;
        inner = list();
        at += 1;
      }
      const range = /^\{(\d+),(\d+)\}/.exec(text.slice(at));
      at += range?.[0].length ?? 0;
      fields.set(name, { fields: inner, range: range === null ? undefined : [Number(range[1]), Number(range[2])] });
      if (text[at] === ',') at += 1;
    }
    return fields;
  };
  return { fields: list(), range: undefined };
}

function filterTree(value: unknown, branch: Branch): unknown {
  if (Array.isArray(value)) {
    const part = branch.range === undefined ? value : value.slice(...branch.range);
    return part.map((one) => filterTree(one, { ...branch, range: undefined }));
  }
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const wanted = branch.fields.get(name);
    return wanted === undefined && name !== '_class' ? [] : [[name, filterTree(inner, wanted ?? noBranch)] as const];
  });
  return Object.fromEntries(kept);
}

const noBranch: Branch = { fields: new Map(), range: undefined };
