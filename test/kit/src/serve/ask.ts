import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { readBody } from './exchange.js';

/** What to send besides the address. */
export interface Question {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** The certificate to trust. */
  readonly ca?: string | undefined;
}

/** Whatever the server said. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One HTTP exchange as it is: no redirects, no retries, no opinion about the status. For tests that look at the protocol itself. */
export function ask(url: string | URL, question: Question = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, body = '', ca } = question;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const start = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const length = method === 'GET' || method === 'HEAD' ? {} : { 'content-length': String(bytes.length) };
    const request = start(url, { method, headers: { ...length, ...headers }, ca, agent: false }, (response) => {
      const { statusCode: status = 0, headers } = response;
      readBody(response).then((body) => resolve({ status, headers, body }), reject);
    });
    request.once('error', reject).end(bytes);
  });
}
