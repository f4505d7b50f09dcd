import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode, errorMessage } from '@towline/shared/errors';
import { startProcess } from '@towline/shared/process';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import { toError } from './drained.js';

/** How bytes are compressed. */
export type Compression = 'none' | 'gzip' | 'xz' | 'bzip2' | 'zstd';

/** What undoes a compression is given. */
export interface Decompressing {
  /** What programs see of the environment: where they are found. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** How a file begins that is compressed. */
const magics: readonly (readonly [string, Compression])[] = [
  ['1f8b', 'gzip'],
  ['28b52ffd', 'zstd'],
  ['fd377a585a00', 'xz'],
  ['425a68', 'bzip2'],
];

/** How bytes are compressed that begin so. */
export function compressionOf(beginning: Uint8Array): Compression {
  const hex = Buffer.from(beginning.subarray(0, 6)).toString('hex');
  return magics.find(([magic]) => hex.startsWith(magic))?.[1] ?? 'none';
}

/** Programs that undo what Node cannot, from standard input to standard output, in bounded memory. */
const programs: Readonly<Record<'xz' | 'bzip2' | 'zstd', readonly string[]>> = {
  xz: ['--decompress', '--stdout', '--memlimit-decompress=1GiB'],
  bzip2: ['--decompress', '--stdout'],
  zstd: ['--decompress', '--stdout', '--quiet', '--memory=512MB'],
};

/** More than this is no layer: what grows so is there to fill a disk. */
const maxBytes = 256 * 1024 ** 3;

/** The bytes before they were compressed. Whoever stops reading ends what was started for it. Throws where they are damaged. */
export async function* decompress(
  bytes: AsyncIterable<Uint8Array>,
  compression: Compression,
  how: Decompressing,
): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  for await (const chunk of plain(bytes, compression, how)) {
    size += chunk.length;
    if (size > maxBytes) throw new ImageBuildError('image-layer-invalid', `An archive has more than ${maxBytes} bytes`);
    yield chunk;
  }
}

function plain(
  bytes: AsyncIterable<Uint8Array>,
  compression: Compression,
  how: Decompressing,
): AsyncIterable<Uint8Array> {
  if (compression === 'none') return bytes;
  return compression === 'gzip' ? gunzipped(bytes) : byProgram(bytes, compression, how);
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip();
  const feeding = pipeline(Readable.from(bytes), gunzip);
  feeding.catch((error: unknown) => gunzip.destroy(toError(error)));
  try {
    yield* gunzip;
  } finally {
    gunzip.destroy();
    await feeding.catch(() => undefined);
  }
}

async function* byProgram(
  bytes: AsyncIterable<Uint8Array>,
  program: keyof typeof programs,
  { environment, signal }: Decompressing,
): AsyncGenerator<Uint8Array, void> {
  const running = startProcess({ command: program, args: programs[program], cwd: '/', env: environment, signal });
  let unreadable: unknown;
  const feeding = pipeline(noting(bytes), running.stdin).catch(() => undefined);
  async function* noting(source: AsyncIterable<Uint8Array>) {
    try {
      yield* source;
    } catch (error) {
      unreadable = error;
      // Half of it must not pass for the whole.
      running.stop('process-failed', 'could not be given its input', { cause: error });
    }
  }
  try {
    yield* running.stdout;
    await running.done;
  } catch (error) {
    throw unreadable ?? translate(error, program);
  } finally {
    running.stop('process-aborted', 'is not needed any more');
    await feeding;
  }
}

function translate(error: unknown, program: string): unknown {
  if (errorCode(error) !== 'process-not-found') return error;
  const message = `What is compressed by ${program} needs the program ${program}: ${errorMessage(error)}`;
  return new ImageBuildError('image-program-missing', message, { hint: `Install ${program}.`, cause: error });
}
