import { createHmac, randomBytes } from 'node:crypto';
import { type RunningServer, requestUrl, send, serve } from '../serve/index.js';
import type { BlobAddress } from './state/storage.js';

/** The place where blobs are downloaded from: another origin than the registry's, with addresses that are signed and expire. */
export interface LayerServer extends RunningServer {
  /** The signed address of a blob. */
  locate(address: BlobAddress): string;
}

/** What a layer server needs. */
export interface LayerServerOptions {
  readonly tls: boolean | undefined;
  readonly now: () => number;
  readonly read: (address: BlobAddress) => Promise<Buffer>;
}

const lifeMs = 3_600_000;

/** Serves blobs as S3 does: the signature is in the query, and a request that brings an Authorization header too is refused. */
export async function startLayerServer({ tls, now, read }: LayerServerOptions): Promise<LayerServer> {
  const key = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  const server = await serve({
    tls,
    kindOf: () => 'layer',
    async handler(request, response) {
      const { searchParams: query } = requestUrl(request);
      const [repository, digest, expires] = ['repository', 'digest', 'expires'].map((name) => query.get(name) ?? '');
      if (request.headers.authorization !== undefined) {
        return send(response, xml(400, 'InvalidArgument', 'Only one auth mechanism allowed'));
      }
      if (query.get('X-Amz-Signature') !== sign(`${repository} ${digest} ${expires}`)) {
        return send(response, xml(403, 'SignatureDoesNotMatch', 'The signature does not match'));
      }
      if (Number(expires) <= now()) return send(response, xml(403, 'AccessDenied', 'Request has expired'));
      const body = await read({ repository: repository ?? '', digest: digest ?? '' });
      send(response, { status: 200, headers: { 'content-type': 'application/octet-stream' }, body });
    },
  });
  return {
    ...server,
    locate({ repository, digest }) {
      const expires = String(now() + lifeMs);
      const query = new URLSearchParams({ repository, digest, expires });
      query.set('X-Amz-Signature', sign(`${repository} ${digest} ${expires}`));
      // Another host name besides another port: no client may take it for the registry.
      return `${server.url.replace('127.0.0.1', 'localhost')}/layer?${query}`;
    },
  };
}

function xml(status: number, code: string, message: string) {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
