import type { IncomingMessage } from 'node:http';
import type { Answer } from '../../serve/index.js';
import { isSha256 } from '../state/digest.js';
import type { RegistryState } from '../state/registry-state.js';
import type { BlobAddress } from '../state/storage.js';
import { ociError } from './answers.js';

/** Where blobs come from. */
export interface BlobSource {
  readonly state: RegistryState;
  /** The address at another origin, where blobs are not sent from here. */
  readonly locate: ((address: BlobAddress) => string) | undefined;
}

/** GET and HEAD of a blob: the bytes, a part of them, or where `locate` says so a redirect to another origin. */
export async function getBlob(
  { state, locate }: BlobSource,
  address: BlobAddress,
  request: IncomingMessage,
): Promise<Answer> {
  if (!isSha256(address.digest)) return ociError('DIGEST_INVALID', `${address.digest} is no digest`);
  const bytes = await state.readBlob(address);
  const headers = { 'docker-content-digest': address.digest, 'content-type': 'application/octet-stream' };
  if (locate !== undefined && request.method === 'GET') return { status: 307, headers: { location: locate(address) } };
  return rangeOf(bytes, request.headers.range, { ...headers, 'accept-ranges': 'bytes' });
}

function rangeOf(bytes: Buffer, range: string | undefined, headers: Readonly<Record<string, string>>): Answer {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) return { status: 200, headers, body: bytes };
  const start = Number(from);
  const end = Math.min(to === undefined || to === '' ? bytes.length - 1 : Number(to), bytes.length - 1);
  if (start > end) return { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } };
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end}/${bytes.length}` },
    body: bytes.subarray(start, end + 1),
  };
}
