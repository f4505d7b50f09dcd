import type { HttpBodies, HttpBodyKind, HttpClient, HttpRequest, HttpResponse } from '@towline/shared/ports';
import type { z } from 'zod';
import { authorizationOf, type JenkinsLogin } from './auth.js';
import { checkAddress } from './check-address.js';
import { crumbSchema } from './schema.js';
import { understood } from './understood.js';

/** A request to Jenkins. The path begins with a slash and is below its address. */
export interface WireRequest<Kind extends HttpBodyKind> extends Omit<HttpRequest<Kind>, 'url'> {
  readonly path: string;
}

/** Requests to one Jenkins, signed in. It throws nothing but `JenkinsError`, and the reason of a signal. */
export interface Wire {
  send<Kind extends HttpBodyKind>(request: WireRequest<Kind>): Promise<HttpResponse<HttpBodies[Kind]>>;
  /** A GET that must be JSON of this shape; undefined where there is no such thing. */
  read<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    signal?: AbortSignal,
  ): Promise<z.output<Schema> | undefined>;
  /** A POST of a form, or of nothing. */
  post(path: string, form: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<HttpResponse<unknown>>;
}

/** What a {@link Wire} needs. */
export interface WireOptions {
  readonly http: HttpClient;
  /** With the path that Jenkins is under, if any. */
  readonly url: string;
  readonly login: JenkinsLogin | undefined;
}

interface Crumb {
  readonly name: string;
  readonly value: string;
}

/**
 * A {@link Wire}. What changes something carries a crumb, which belongs to a session: the session's cookie is sent with it, and after a
 * restart both are fetched again.
 */
export function createWire(options: WireOptions): Wire {
  const base = checkAddress(options.url);
  const send = createSender(options, base);
  return {
    send,
    async read(path, schema, signal) {
      const { status, body } = await send({ path, expect: 'json', accept: [404], signal });
      if (status === 404) return undefined;
      return understood(schema, body, base + path);
    },
    post: (path, form, signal) =>
      send({
        path,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
        expect: 'none',
        // Jenkins sends browsers to the page of what was changed.
        accept: [302, 303],
        maxRedirects: 0,
        signal,
      }),
  };
}

function createSender({ http, login }: WireOptions, base: string): Wire['send'] {
  const cookies = new Map<string, string>();
  let crumb: Promise<Crumb | undefined> | undefined;
  const exchange = async <Kind extends HttpBodyKind>({ path, ...request }: WireRequest<Kind>, more = {}) => {
    const headers = {
      ...(login === undefined ? {} : { authorization: authorizationOf(login) }),
      ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
      ...request.headers,
      ...more,
    };
    const answer = await http.request({ ...request, url: base + path, headers });
    keepCookies(cookies, answer.headers['set-cookie']);
    return answer;
  };
  const fetchCrumb = async (signal: AbortSignal | undefined): Promise<Crumb | undefined> => {
    const { status, body } = await exchange({ path: '/crumbIssuer/api/json', expect: 'json', accept: [404], signal });
    if (status === 404) return undefined;
    const { crumb: value, crumbRequestField: name } = understood(crumbSchema, body, 'The crumb issuer');
    return { name, value };
  };
  const change = async <Kind extends HttpBodyKind>(request: WireRequest<Kind>) => {
    crumb ??= fetchCrumb(request.signal).catch((error: unknown) => {
      crumb = undefined;
      throw error;
    });
    const known = await crumb;
    return exchange(request, known === undefined ? {} : { [known.name]: known.value });
  };
  return async (request) => {
    try {
      if ((request.method ?? 'GET') === 'GET') return await exchange(request);
      return await change(request).catch(async (error: unknown) => {
        const { isCrumbMissing } = await import('./translate-failure.js');
        if (!isCrumbMissing(error)) throw error;
        crumb = undefined;
        cookies.clear();
        return change(request);
      });
    } catch (error) {
      const { translateFailure } = await import('./translate-failure.js');
      throw translateFailure(error, request.signal);
    }
  };
}

function keepCookies(cookies: Map<string, string>, header: string | undefined): void {
  for (const one of header?.split('\n') ?? []) {
    const [, name, value] = /^([^=;\s]+)=([^;]*)/.exec(one) ?? [];
    if (name !== undefined && value !== undefined) cookies.set(name, value);
  }
}
