import { isHttpError } from '../http/index.js';
import { errorBodySchema } from './format/schema.js';
import { RegistryError, type RegistryErrorCode } from './registry-error.js';

/** An exchange with a registry: what to say of it in an error. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
}

/** An answer that is no success. */
export interface Refusal extends Exchange {
  readonly status: number;
  readonly body: string;
  readonly cause?: unknown;
}

/** The error for an answer that is no success: its code by the status, its message with the server's own code and words. */
export function refusalError(refusal: Refusal): RegistryError {
  const { status } = refusal;
  const [first] = readErrors(refusal.body);
  const words = first === undefined ? '' : `: ${first.code}${first.message ? ` ${first.message}` : ''}`;
  return new RegistryError(codeOf(status), `${nameOf(refusal)} answered ${status}${words}`, {
    status,
    serverCode: first?.code,
    hint: hints[status],
    cause: refusal.cause,
  });
}

/** The error for what an HTTP client threw. The caller's own abort is thrown on as its reason. */
export function translateHttpError(error: unknown, exchange: Exchange, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (!isHttpError(error)) return error;
  const { code, status, bodyText } = error;
  if (status !== undefined && code === 'http-status') {
    return refusalError({ ...exchange, status, body: bodyText, cause: error });
  }
  const unreachable = code === 'http-network' || code === 'http-tls' || code === 'http-timeout';
  return new RegistryError(
    unreachable ? 'registry-unavailable' : 'registry-bad-response',
    `${nameOf(exchange)} failed: ${error.message}`,
    { hint: error.hint, cause: error },
  );
}

const hints: Readonly<Record<number, string>> = {
  401: 'Check the credentials for this registry in registries.conf, the docker config or the AWS identity.',
  403: 'Grant this identity the right to pull from the repository.',
  404: 'Check the spelling of the repository; some registries also say so to those who may not see it.',
  429: 'Set a `limit` for this registry, poll less often, or sign in where that raises the limit.',
};

function codeOf(status: number): RegistryErrorCode {
  if (status === 401) return 'registry-unauthorized';
  if (status === 403) return 'registry-forbidden';
  if (status === 404) return 'registry-repository-not-found';
  if (status === 429) return 'registry-rate-limited';
  return status >= 500 || status === 408 ? 'registry-unavailable' : 'registry-bad-response';
}

/** Without the query: it may hold a signature. */
function nameOf({ method, url }: Exchange): string {
  return `${method} ${url.split('?')[0]}`;
}

function readErrors(body: string) {
  try {
    const parsed = errorBodySchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data.errors : [];
  } catch {
    // Not every refusal is written by the registry; the status says enough.
    return [];
  }
}
