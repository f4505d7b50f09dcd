import type { HttpClient } from '@towline/shared/ports';
import type { Secret } from '@towline/shared/secret';
import { type PeerApplication, type PeerDelivery, peerApplicationsSchema, peerDeliveriesSchema } from './schema.js';

interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

interface Address {
  readonly address: string;
}

/** Speaks to other replicas. Rejects where one does not answer, or not so. */
export interface HttpPeers {
  /** Hands news to the replica that has what they are about. */
  hand(peer: Address, news: object, waiting: Waiting): Promise<void>;
  applications(peer: Address, waiting: Waiting): Promise<readonly PeerApplication[]>;
  deliveries(
    peer: Address,
    query: { readonly sha?: string | undefined; readonly application?: string | undefined },
    waiting: Waiting,
  ): Promise<readonly PeerDelivery[]>;
}

const timeoutMs = 5_000;

/** {@link HttpPeers} by their servers, which know each other by a token. */
export function createHttpPeers(http: HttpClient, token: (waiting: Waiting) => Promise<Secret>): HttpPeers {
  const authorization = async (waiting: Waiting): Promise<string> => `Bearer ${(await token(waiting)).reveal()}`;
  const ask = async ({ address }: Address, path: string, { signal }: Waiting): Promise<unknown> => {
    const headers = { authorization: await authorization({ signal }) };
    const url = `${address}/internal/${path}`;
    return (await http.request({ url, headers, expect: 'json', timeoutMs, signal })).body;
  };
  return {
    async hand({ address }, news, { signal }) {
      const headers = { authorization: await authorization({ signal }), 'content-type': 'application/json' };
      const url = `${address}/internal/events`;
      // It is no harm to hand over the same news twice: they only say where to look.
      await http.request({
        method: 'POST',
        url,
        headers,
        body: news,
        expect: 'none',
        idempotent: true,
        timeoutMs,
        signal,
      });
    },
    applications: async (peer, waiting) =>
      peerApplicationsSchema.parse(await ask(peer, 'applications', waiting)).applications,
    async deliveries(peer, { sha, application }, waiting) {
      const query = new URLSearchParams({ ...(sha && { sha }), ...(application && { application }) });
      return peerDeliveriesSchema.parse(await ask(peer, `deliveries?${query}`, waiting)).deliveries;
    },
  };
}
