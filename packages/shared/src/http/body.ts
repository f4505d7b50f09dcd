import { pipeline, type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { collectBytes } from './collect-bytes.js';
import type { Answer } from './transport.js';

/** What `Accept-Encoding` asks for: all that {@link openBody} can undo. */
export const acceptedEncodings = 'gzip, deflate, br';

/** How a body is read. */
export interface BodyLimits {
  /** After decompression. */
  readonly maxBytes: number;
  readonly tooLarge: () => Error;
  /** Called where nothing came for `milliseconds`, or up to twice that, while the reader wanted some: it is to end the exchange. */
  readonly idle?: { readonly milliseconds: number; readonly expire: () => void };
  /** Turns what broke into the error that the reader sees. */
  readonly translate: (error: unknown) => Error;
}

/** The answer's body, decompressed and bounded. Destroying it ends the exchange; reading it to its end frees the connection. */
export function openBody(answer: Answer, limits: BodyLimits): Readable {
  const bounded = boundedPassage(limits);
  const decoder = decoderOf(answer);
  const stages = decoder === undefined ? [answer.stream, bounded] : [answer.stream, decoder(), bounded];
  // What breaks a stage breaks the last one too, and that is the one that is read.
  pipeline(stages, () => undefined);
  return bounded;
}

function boundedPassage(limits: BodyLimits): Transform {
  let size = 0;
  let stirred = false;
  let timer: NodeJS.Timeout | undefined;
  const passage = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      stirred = true;
      if (size > limits.maxBytes) done(limits.tooLarge());
      else done(null, chunk);
    },
    flush(done) {
      clearInterval(timer);
      done();
    },
    destroy(error, done) {
      clearInterval(timer);
      done(error === null ? null : limits.translate(error));
    },
  });
  const { idle } = limits;
  if (idle === undefined) return passage;
  // A reader that takes its time is not a server that is stuck; when it wants more again, the server's time begins.
  passage.on('drain', () => {
    stirred = true;
  });
  timer = setInterval(() => {
    if (!stirred && !passage.writableNeedDrain) idle.expire();
    stirred = false;
  }, idle.milliseconds);
  return passage;
}

const decoders: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

function decoderOf({ headers, hasBody }: Answer): (() => Transform) | undefined {
  return hasBody ? decoders.get(headers['content-encoding']?.toLowerCase() ?? '') : undefined;
}

/** The headers of the body as it is handed over: what spoke of its compressed form is gone. */
export function decodedHeaders(answer: Answer): Answer['headers'] {
  if (decoderOf(answer) === undefined) return answer.headers;
  const { 'content-encoding': _encoding, 'content-length': _length, ...rest } = answer.headers;
  return rest;
}

/** The whole body, decompressed and bounded. */
export async function readBody(answer: Answer, limits: Omit<BodyLimits, 'idle'>): Promise<Buffer> {
  if (decoderOf(answer) === undefined) return collectBytes(answer.stream, limits);
  const chunks: Buffer[] = [];
  for await (const chunk of openBody(answer, limits)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The beginning of a body; the rest is left unread, and with it the connection where there is much of it. */
export async function readBeginning(body: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}
