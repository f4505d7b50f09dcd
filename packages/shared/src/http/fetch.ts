import type { HttpClient, HttpRequest } from '../ports/index.js';
import { HttpError } from './http-error.js';

/** Whatever a server says is for the library to judge. */
const everyStatus = Array.from({ length: 300 }, (_, index) => 300 + index);

const methods: readonly HttpRequest['method'][] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A `fetch` for libraries that take one: with the proxies, the CAs, the limits and the connections of `http`. It throws an {@link HttpError}. */
export function createFetch(http: HttpClient): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const sent = new Uint8Array(await request.arrayBuffer());
    const { status, headers, body, url } = await http.request({
      method: methodOf(request),
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: sent.length === 0 ? undefined : sent,
      accept: everyStatus,
      expect: 'bytes',
      signal: request.signal,
    });
    const bodiless = [204, 205, 304].includes(status);
    const response = new Response(bodiless ? null : Buffer.from(body), { status, headers: new Headers(headers) });
    return Object.defineProperty(response, 'url', { value: url });
  };
}

function methodOf({ method, url }: Request): HttpRequest['method'] {
  const known = methods.find((each) => each === method);
  if (known !== undefined) return known;
  throw new HttpError('http-bad-request', `${method} is not a method that is sent`, { method, url });
}
