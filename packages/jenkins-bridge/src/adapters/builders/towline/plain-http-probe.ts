import { isHttpError } from '@towline/shared/http';
import type { HttpClient } from '@towline/shared/ports';

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

/**
 * Says which registries speak HTTP without TLS: those that are named, and those of this machine that do not answer TLS. No other host is ever
 * spoken to without TLS.
 */
export function createPlainHttpProbe(http: HttpClient, named: readonly string[]): (host: string) => Promise<boolean> {
  return async (host) => {
    if (named.includes(host)) return true;
    if (!loopback.test(host)) return false;
    try {
      await http.request({ url: `https://${host}/v2/`, expect: 'none', accept: [401, 403, 404], timeoutMs: 5_000 });
      return false;
    } catch (error) {
      if (!isHttpError(error)) throw error;
      // A server that speaks no TLS breaks the handshake off; one whose certificate is not trusted has spoken it.
      return (
        error.networkCode === 'EPROTO' ||
        error.networkCode === 'ECONNRESET' ||
        error.networkCode === 'ERR_SSL_WRONG_VERSION_NUMBER'
      );
    }
  };
}
