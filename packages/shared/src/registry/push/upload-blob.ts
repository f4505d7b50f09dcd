import { formatRepository } from '../../image/index.js';
import type { BlobOutcome, BlobSource, Descriptor } from '../../ports/index.js';
import type { Ask } from '../image-source.js';
import { RegistryError } from '../registry-error.js';
import { cutPieces } from './cut-pieces.js';
import type { RegistrySession } from './registry-session.js';

/** A blob on its way to a repository. */
export interface BlobUpload {
  readonly session: RegistrySession;
  readonly ask: Ask;
  readonly blob: Descriptor;
  readonly source: BlobSource;
  /** A larger blob is sent in several requests of this size. */
  readonly chunkBytes: number;
}

/** How often an upload that broke is taken up again without having come further in between. */
const patience = 3;

/**
 * Has the blob in the repository: where another repository of the registry has it, by one request that moves no byte; else by an upload. A
 * large one goes in chunks, and is taken up again where the registry says that it stopped.
 */
export async function uploadBlob(upload: BlobUpload): Promise<BlobOutcome> {
  const { session, ask, blob, source } = upload;
  const begin = `${session.base}${ask.repository.path}/blobs/uploads/`;
  const from = source.mountFrom;
  const mount = from === undefined ? '' : `?${new URLSearchParams({ mount: blob.digest, from: from.path })}`;
  // Nobody minds an upload that was begun twice: it is safe to repeat.
  const answer = await session.request(ask, { method: 'POST', url: begin + mount, expect: 'bytes', idempotent: true });
  if (answer.status === 201) return 'mounted';
  const location = locationOf(answer, begin, blob);
  if (blob.size <= upload.chunkBytes) await sendWhole(upload, location);
  else await sendChunks(upload, location);
  return 'written';
}

async function sendWhole({ session, ask, blob, source }: BlobUpload, location: string): Promise<void> {
  const pieces: Uint8Array[] = [];
  for await (const piece of cutPieces(source.open({ signal: ask.signal }), blob.size)) pieces.push(piece);
  await finish({ session, ask, blob }, location, Buffer.concat(pieces));
}

async function sendChunks(upload: BlobUpload, first: string): Promise<void> {
  const { session, ask, blob, source, chunkBytes } = upload;
  let location = first;
  let offset = 0;
  for (let left = patience; offset < blob.size; ) {
    try {
      for await (const chunk of cutPieces(source.open({ offset, signal: ask.signal }), chunkBytes)) {
        const answer = await session.request(ask, {
          method: 'PATCH',
          url: location,
          headers: {
            'content-type': 'application/octet-stream',
            'content-range': `${offset}-${offset + chunk.length - 1}`,
          },
          body: chunk,
          expect: 'bytes',
        });
        location = locationOf(answer, location, blob);
        offset += chunk.length;
        left = patience;
      }
      if (offset < blob.size) throw truncated(upload, offset);
    } catch (error) {
      left -= 1;
      if (left < 0 || ask.signal?.aborted || !mayResume(error)) throw error;
      ({ offset, location } = await whereItStopped(upload, { offset, location }));
    }
  }
  await finish(upload, location, undefined);
}

/** What became of the connection, or of one chunk, not of the upload. */
function mayResume(error: unknown): error is RegistryError {
  if (!(typeof error === 'object' && error !== null && 'code' in error)) return false;
  const status = 'status' in error ? error.status : undefined;
  return error.code === 'registry-unavailable' || status === 416 || status === 400 || status === 409;
}

interface Progress {
  readonly offset: number;
  readonly location: string;
}

async function whereItStopped({ session, ask, blob }: BlobUpload, { location }: Progress): Promise<Progress> {
  const answer = await session.request(ask, { method: 'GET', url: location, expect: 'bytes' });
  const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(answer.headers.range ?? '') ?? [];
  // Both “one byte” and “nothing yet” are 0-0: nothing is what it is at the beginning.
  const offset = last === undefined || last === '0' ? 0 : Number(last) + 1;
  if (offset > blob.size) throw badAnswer(`has ${offset} bytes of the blob ${blob.digest}, which has ${blob.size}`);
  return { offset, location: answer.headers.location === undefined ? location : locationOf(answer, location, blob) };
}

async function finish(
  { session, ask, blob }: Pick<BlobUpload, 'session' | 'ask' | 'blob'>,
  location: string,
  body: Uint8Array | undefined,
): Promise<void> {
  const url = new URL(location);
  url.searchParams.set('digest', blob.digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await session.request(ask, {
    method: 'PUT',
    url: url.href,
    headers,
    body: body ?? new Uint8Array(),
    expect: 'bytes',
  });
}

function locationOf(
  answer: { readonly headers: Readonly<Record<string, string>> },
  at: string,
  blob: Descriptor,
): string {
  const { location } = answer.headers;
  if (location === undefined || !URL.canParse(location, at)) {
    throw badAnswer(`did not say where the blob ${blob.digest} is to be uploaded`);
  }
  return new URL(location, at).href;
}

function badAnswer(what: string): RegistryError {
  return new RegistryError('registry-bad-response', `The registry ${what}`);
}

function truncated({ ask, blob }: BlobUpload, offset: number): RegistryError {
  const message = `The blob ${blob.digest} for ${formatRepository(ask.repository)} ended after ${offset} of ${blob.size} bytes`;
  return new RegistryError('registry-bad-response', message);
}
