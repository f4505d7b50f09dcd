import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request as a server saw it. */
export interface RequestEntry {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** What the server calls it: `oci:tags`, `ecr:DescribeImages` … */
  readonly kind: string;
  readonly headers: IncomingMessage['headers'];
  /** Undefined until the answer is sent, and for ever where the connection was cut. */
  status: number | undefined;
}

/** The requests of a server, in order of arrival, for tests that count. */
export interface RequestLog {
  readonly entries: readonly RequestEntry[];
  /** How many there were: of this kind, or of all. */
  count(kind?: string): number;
  /** How many there were of each kind. */
  counts(): Readonly<Record<string, number>>;
  clear(): void;
}

/** A log, and the function that adds to it. */
export function createRequestLog(kindOf: (request: IncomingMessage) => string) {
  const entries: RequestEntry[] = [];
  const log: RequestLog = {
    entries,
    count: (kind) => entries.filter((entry) => kind === undefined || entry.kind === kind).length,
    counts() {
      const counts: Record<string, number> = {};
      for (const { kind } of entries) counts[kind] = (counts[kind] ?? 0) + 1;
      return counts;
    },
    clear: () => void entries.splice(0),
  };
  const record = (request: IncomingMessage, response: ServerResponse): RequestEntry => {
    const entry: RequestEntry = {
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      kind: kindOf(request),
      headers: request.headers,
      status: undefined,
    };
    entries.push(entry);
    response.once('finish', () => {
      entry.status = response.statusCode;
    });
    return entry;
  };
  return { log, record };
}
