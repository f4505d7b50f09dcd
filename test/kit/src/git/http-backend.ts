import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startProcess } from '@towline/shared/process';
import { requestUrl } from '../serve/index.js';
import { gitEnvironment } from './run-git.js';

const maxHeaderBytes = 16 * 1024;

/** Hands a request to `git http-backend`, the CGI program that is Git's own smart-HTTP server. */
export async function serveByBackend(
  request: IncomingMessage,
  response: ServerResponse,
  options: { readonly root: string; readonly user: string | undefined; readonly signal: AbortSignal },
): Promise<void> {
  const backend = startProcess({
    command: 'git',
    args: ['http-backend'],
    env: {
      ...gitEnvironment(),
      ...cgiEnvironment(request),
      GIT_PROJECT_ROOT: options.root,
      REMOTE_USER: options.user ?? '',
    },
    signal: options.signal,
  });
  // The program need not read all it was sent; its answer says what came of it.
  const fed = pipeline(request, backend.stdin).catch(() => undefined);
  const { status, headers, rest } = await readHeaders(backend.stdout);
  response.writeHead(status, headers);
  response.write(rest);
  await pipeline(backend.stdout, response);
  await fed;
  await backend.done;
}

function cgiEnvironment(request: IncomingMessage): Record<string, string> {
  const url = requestUrl(request);
  const header = (name: string): string => String(request.headers[name] ?? '');
  return {
    GIT_HTTP_EXPORT_ALL: '1',
    REQUEST_METHOD: request.method ?? 'GET',
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: header('content-type'),
    CONTENT_LENGTH: header('content-length'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    GIT_PROTOCOL: header('git-protocol'),
    REMOTE_ADDR: '127.0.0.1',
  };
}

interface CgiHead {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly rest: Buffer;
}

/** Reads a CGI answer up to the empty line after its headers; what follows stays in the stream. */
async function readHeaders(stdout: Readable): Promise<CgiHead> {
  let read = Buffer.alloc(0);
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf('\r\n\r\n');
    if (end >= 0) return parseHead(read.subarray(0, end).toString('latin1'), read.subarray(end + 4));
    if (read.length > maxHeaderBytes) break;
  }
  throw new Error('git http-backend gave no headers');
}

function parseHead(text: string, rest: Buffer): CgiHead {
  const headers: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const { status = '200', ...others } = headers;
  return { status: Number.parseInt(status, 10), headers: others, rest };
}
