import type { IncomingMessage, ServerResponse } from 'node:http';

/** Enough for any body that a test sends. */
const maxBytes = 256 * 1024 * 1024;

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > maxBytes) throw new RangeError(`the body is larger than ${maxBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The body of a request as JSON; undefined where it is empty. Throws a SyntaxError where it is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

/** An answer to send. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
}

/** Sends an answer with its length, and without its body where the request was a HEAD. */
export function send(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const head = response.req.method === 'HEAD';
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(bytes.length) };
  response.writeHead(status, { ...length, ...headers });
  if (head || bytes.length === 0) response.end();
  else response.end(bytes);
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, head: number | Omit<Answer, 'body'>, value: unknown): void {
  const { status, headers } = typeof head === 'number' ? { status: head, headers: {} } : head;
  send(response, { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) });
}

/** The path and query of a request. */
export function requestUrl(request: IncomingMessage): URL {
  return new URL(`http://localhost${request.url ?? '/'}`);
}
