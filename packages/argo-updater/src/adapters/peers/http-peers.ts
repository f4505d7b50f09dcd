import type { HttpClient } from '@towline/shared/ports';
import type { Secret } from '@towline/shared/secret';

/** Hands news to other replicas. */
export interface HttpPeers {
  /** Rejects where the replica does not take it: with an `HttpError`. */
  hand(
    peer: { readonly address: string },
    news: object,
    waiting: { readonly signal?: AbortSignal | undefined },
  ): Promise<void>;
}

/** {@link HttpPeers} by their servers, which know each other by a token. */
export function createHttpPeers(
  http: HttpClient,
  token: (waiting: { readonly signal?: AbortSignal | undefined }) => Promise<Secret>,
): HttpPeers {
  return {
    async hand({ address }, news, { signal }) {
      const headers = {
        authorization: `Bearer ${(await token({ signal })).reveal()}`,
        'content-type': 'application/json',
      };
      const url = `${address}/internal/events`;
      // It is no harm to hand over the same news twice: they only say where to look.
      await http.request({
        method: 'POST',
        url,
        headers,
        body: news,
        expect: 'none',
        idempotent: true,
        timeoutMs: 5_000,
        signal,
      });
    },
  };
}
