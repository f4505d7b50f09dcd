import { ask, type Question, type Reply } from '../../serve/index.js';
import type { BlobAddress } from '../state/storage.js';

/** A real registry that holds the content. */
export interface Upstream {
  readonly url: string;
  readonly ca?: string | undefined;
  /** The whole Authorization header. */
  readonly authorization?: string | undefined;
}

/** A manifest as the real registry has it. */
export interface FetchedManifest {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** The few requests that the kit makes to a real registry. */
export interface UpstreamClient {
  /** Throws where the status is none of `expect`. */
  send(path: string, question: Question & { readonly expect: readonly number[] }): Promise<Reply>;
  manifest(address: BlobAddress): Promise<FetchedManifest>;
  putBlob(address: BlobAddress, bytes: Buffer): Promise<void>;
}

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** A client of the distribution API of a real registry. */
export function createUpstreamClient({ url, ca, authorization }: Upstream): UpstreamClient {
  const send: UpstreamClient['send'] = async (path, { expect, ...question }) => {
    const credentials = authorization === undefined ? {} : { authorization };
    const reply = await ask(new URL(path, url), { ...question, ca, headers: { ...question.headers, ...credentials } });
    if (expect.includes(reply.status)) return reply;
    throw new Error(
      `the registry at ${url} answered ${reply.status} to ${question.method ?? 'GET'} ${path}: ${reply.body}`,
    );
  };
  return {
    send,
    async manifest({ repository, digest }) {
      const path = `/v2/${repository}/manifests/${digest}`;
      const { headers, body } = await send(path, { headers: { accept }, expect: [200] });
      return { mediaType: headers['content-type'] ?? '', bytes: body };
    },
    async putBlob({ repository, digest }, bytes) {
      const begun = await send(`/v2/${repository}/blobs/uploads/`, { method: 'POST', expect: [202] });
      const location = new URL(begun.headers.location ?? '', url);
      location.searchParams.set('digest', digest);
      const headers = { 'content-type': 'application/octet-stream' };
      await send(location.href, { method: 'PUT', headers, body: bytes, expect: [201] });
    },
  };
}
