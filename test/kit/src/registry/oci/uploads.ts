import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, readBody, requestUrl } from '../../serve/index.js';
import { isSha256 } from '../state/digest.js';
import type { RegistryState } from '../state/registry-state.js';
import { StateError } from '../state/state-error.js';
import { ociError } from './answers.js';

/** The uploads of blobs that are under way. */
export interface Uploads {
  /** POST: a mount, a whole blob in one request, or the beginning of an upload. */
  begin(repository: string, request: IncomingMessage): Promise<Answer>;
  /** GET, PATCH, PUT and DELETE of an upload that was begun. */
  continue(upload: { readonly repository: string; readonly id: string }, request: IncomingMessage): Promise<Answer>;
}

interface Session {
  readonly repository: string;
  readonly id: string;
  pieces: Buffer[];
}

/** Uploads into a registry's state. */
export function createUploads(state: RegistryState): Uploads {
  const sessions = new Map<string, Session>();
  return {
    async begin(repository, request) {
      const { searchParams: query } = requestUrl(request);
      const mount = query.get('mount');
      const from = query.get('from');
      if (mount !== null && from !== null && (await state.mountBlob({ repository, digest: mount }, from))) {
        return created(repository, mount);
      }
      const digest = query.get('digest');
      if (digest !== null) return finish(state, { repository, digest }, await readBody(request));
      state.openForPush(repository);
      const session = { repository, id: randomUUID(), pieces: [] };
      sessions.set(session.id, session);
      return { status: 202, headers: progress(session) };
    },
    async continue({ repository, id }, request) {
      const session = sessions.get(id);
      if (session?.repository !== repository) return ociError('BLOB_UPLOAD_UNKNOWN', `there is no upload ${id}`);
      switch (request.method) {
        case 'GET':
          return { status: 204, headers: progress(session) };
        case 'PATCH':
          return append(session, request);
        case 'PUT': {
          const bytes = Buffer.concat([...session.pieces, await readBody(request)]);
          const digest = requestUrl(request).searchParams.get('digest') ?? '';
          const answer = await finish(state, { repository, digest }, bytes);
          sessions.delete(id);
          return answer;
        }
        case 'DELETE':
          sessions.delete(id);
          return { status: 204 };
        default:
          return ociError('UNSUPPORTED', `an upload takes no ${request.method}`);
      }
    },
  };
}

async function append(session: Session, request: IncomingMessage): Promise<Answer> {
  const size = sizeOf(session);
  const [, start] = /^(\d+)-\d+$/.exec(request.headers['content-range'] ?? '') ?? [];
  const bytes = await readBody(request);
  if (start !== undefined && Number(start) !== size) {
    return ociError('BLOB_UPLOAD_INVALID', `the next byte is ${size}, not ${start}`, progress(session));
  }
  session.pieces.push(bytes);
  return { status: 202, headers: progress(session) };
}

async function finish(
  state: RegistryState,
  address: { readonly repository: string; readonly digest: string },
  bytes: Buffer,
): Promise<Answer> {
  if (!isSha256(address.digest)) throw new StateError('digest-mismatch', address.digest);
  await state.writeBlob(address, bytes);
  return created(address.repository, address.digest);
}

function created(repository: string, digest: string): Answer {
  return {
    status: 201,
    headers: { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest },
  };
}

function progress(session: Session): Readonly<Record<string, string>> {
  return {
    location: `/v2/${session.repository}/blobs/uploads/${session.id}`,
    range: `0-${Math.max(0, sizeOf(session) - 1)}`,
    'docker-upload-uuid': session.id,
  };
}

function sizeOf({ pieces }: Session): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}
