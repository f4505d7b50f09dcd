import { isStream } from './encode-body.js';
import { failure } from './failure.js';
import type { Answer, Hop } from './transport.js';

/** What may follow to another origin. Everything else may be a credential: `Authorization`, cookies, a vendor's token header. */
const harmlessHeaders = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'range',
  'user-agent',
]);

/** Whether an answer sends us elsewhere. */
export function isRedirect(answer: Answer): boolean {
  return [301, 302, 303, 307, 308].includes(answer.status) && answer.headers.location !== undefined;
}

/** The request that a redirect asks for. Throws `http-redirect-refused` where following it would not be safe. */
export function redirected(hop: Hop, answer: Answer): Hop {
  const url = target(hop, answer.headers.location ?? '');
  const sameOrigin = url.origin === hop.url.origin;
  const method = methodAfter(answer.status, hop.method);
  const body = method === hop.method ? hop.body : undefined;
  if (body !== undefined && !sameOrigin) throw refused(hop, `was sent to ${url.host}, which must not get its body`);
  if (isStream(body)) throw refused(hop, 'was redirected after its body was streamed, which cannot be sent twice');
  const headers = Object.entries(hop.headers).filter(
    ([name]) => (sameOrigin || harmlessHeaders.has(name)) && (body !== undefined || name !== 'content-type'),
  );
  return { method, url, body, headers: Object.fromEntries(headers) };
}

function target(hop: Hop, location: string): URL {
  if (!URL.canParse(location, hop.url.href)) throw refused(hop, 'was redirected to something that is not a URL');
  const url = new URL(location, hop.url);
  url.username = '';
  url.password = '';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(hop, `was redirected to ${url.protocol}`);
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw refused(hop, `was redirected to ${url.host} without TLS`);
  }
  return url;
}

/** RFC 9110, 15.4: 303 means GET; 301 and 302 mean GET after a POST, by old custom; the others repeat the request. */
function methodAfter(status: number, method: string): string {
  if (status === 303) return method === 'HEAD' ? 'HEAD' : 'GET';
  return (status === 301 || status === 302) && method === 'POST' ? 'GET' : method;
}

function refused(hop: Hop, what: string): Error {
  return failure('http-redirect-refused', { method: hop.method, url: hop.url.href }, { what: what });
}
