import type { Readable } from 'node:stream';
import type { AxiosAdapter, AxiosHeaders, AxiosResponse } from 'axios';
import type { AgentPool } from './agents.js';

/** One request on the wire: no redirects, no retries, no judgement of the status. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | Readable | undefined;
}

/** What came back. The stream is as it was sent: still compressed, and not yet read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether `content-encoding` speaks of bytes that follow. */
  readonly hasBody: boolean;
  readonly stream: Readable;
}

/** What sends one {@link Hop}. */
export interface Transport {
  /** Resolves once the library is loaded, so that loading it counts against nobody's time limit. */
  ready(): Promise<unknown>;
  send(hop: Hop, signal: AbortSignal): Promise<Answer>;
}

/**
 * A transport on axios, which is loaded by the first request: it costs a tenth of a second, and many commands send none. Its adapter for Node is
 * called past the merging of defaults and the transformations of bodies, which are half of its work and of which nothing is wanted here.
 */
export function createTransport(agents: AgentPool): Transport {
  let library: Promise<Library> | undefined;
  // Asked once: where modules are loaded by hooks, each further import would go through them again.
  const load = () => {
    library ??= loadLibrary();
    return library;
  };
  return {
    ready: load,
    async send(hop, signal) {
      const [{ request, headersOf }, agent] = await Promise.all([load(), agents.agentFor(hop.url)]);
      const response: AxiosResponse<Readable> = await request({
        method: hop.method,
        url: hop.url.href,
        headers: headersOf(hop.headers),
        data: hop.body,
        httpAgent: agent,
        httpsAgent: agent,
        proxy: false,
        maxRedirects: 0,
        maxBodyLength: Number.POSITIVE_INFINITY,
        maxContentLength: -1,
        // Its decompression takes a truncated body for a whole one.
        decompress: false,
        responseType: 'stream',
        validateStatus: null,
        signal,
      });
      const headers = joinHeaders({ ...response.headers });
      const hasBody =
        hop.method !== 'HEAD' && ![204, 304].includes(response.status) && headers['content-length'] !== '0';
      return { status: response.status, headers, hasBody, stream: response.data };
    },
  };
}

interface Library {
  readonly request: AxiosAdapter;
  readonly headersOf: (headers: Hop['headers']) => AxiosHeaders;
}

async function loadLibrary(): Promise<Library> {
  const { default: axios, AxiosHeaders: Headers } = await import('axios');
  return {
    request: axios.getAdapter('http'),
    headersOf: (headers) => Headers.from({ ...headers }),
  };
}

function joinHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || value === null) continue;
    joined[name.toLowerCase()] = Array.isArray(value) ? value.join(name === 'set-cookie' ? '\n' : ', ') : String(value);
  }
  return joined;
}
