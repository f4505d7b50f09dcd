/** How a body is delivered: parsed, as text, as bytes bounded by `maxBytes`, or as a stream that the caller must consume or destroy. */
export type HttpBodyKind = 'json' | 'text' | 'bytes' | 'stream' | 'none';

/** One request. Headers may hold credentials: they are never logged, and they are dropped when a redirect leaves the origin. */
export interface HttpRequest<Kind extends HttpBodyKind = HttpBodyKind> {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Bytes or text as they are; anything else is sent as JSON. A stream is sent once and therefore never retried. */
  readonly body?: unknown;
  readonly expect: Kind;
  /**
   * Whether it may be sent again after a failure. Default: yes for GET, HEAD, PUT and DELETE; no for POST and PATCH.
   * A 429 or 503 is retried for every method, since the server said that it did nothing.
   */
  readonly idempotent?: boolean | undefined;
  /** Largest body that is accepted, after decompression. A larger one is an `http-body-too-large` error. A stream has no limit but this. */
  readonly maxBytes?: number | undefined;
  /** For one try with its redirects; of a stream, until its headers and then between its chunks. */
  readonly timeoutMs?: number | undefined;
  /** Statuses besides 2xx that are answers, not errors (304, 404 …). */
  readonly accept?: readonly number[] | undefined;
  /** Redirects that are followed; 0 hands a 3xx of `accept` to the caller. Default 5. */
  readonly maxRedirects?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The body type of each {@link HttpBodyKind}. A JSON body is `unknown` until a schema accepts it, and undefined where the answer is empty
 * or was accepted by its status and is not JSON.
 */
export interface HttpBodies {
  json: unknown;
  text: string;
  bytes: Uint8Array;
  stream: NodeJS.ReadableStream;
  none: undefined;
}

/** An answer: any 2xx and whatever `accept` names. */
export interface HttpResponse<Body> {
  readonly status: number;
  /** Names in lower case; several values joined with `, `, except `set-cookie`, which is joined with a newline. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

/** The one way to speak HTTP: one retry layer, keep-alive, limits, proxies and CAs live behind it. */
export interface HttpClient {
  request<Kind extends HttpBodyKind>(request: HttpRequest<Kind>): Promise<HttpResponse<HttpBodies[Kind]>>;
}
