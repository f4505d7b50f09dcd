import type { IncomingMessage } from 'node:http';
import { errorMessage } from '@towline/shared/errors';
import { type Answer, requestUrl } from '../../serve/index.js';
import type { Access } from '../access/access.js';
import { StateError } from '../state/state-error.js';
import { jsonAnswer, ociCodes, ociError } from './answers.js';
import { type BlobSource, getBlob } from './blobs.js';
import { listReferrers, listRepositories, listTags } from './listings.js';
import { deleteManifest, getManifest, putManifest } from './manifests.js';
import { type OciRoute, parseRoute } from './route.js';
import { createUploads, type Uploads } from './uploads.js';

/** What the OCI face stands on. */
export interface OciFaceOptions extends BlobSource {
  readonly access: Access;
  /** The most tags of one page. */
  readonly maxPage: number;
}

interface Face extends OciFaceOptions {
  readonly uploads: Uploads;
}

/** The OCI distribution API: answers any request below `/v2/`. */
export function createOciFace(options: OciFaceOptions): (request: IncomingMessage) => Promise<Answer> {
  const face = { ...options, uploads: createUploads(options.state) };
  return async (request) => {
    const route = parseRoute(requestUrl(request).pathname);
    if (route === undefined) return ociError('NAME_INVALID', `no such address: ${request.url}`);
    const refusal = options.access.check(request, needs(route, request));
    if (refusal !== undefined) return refusal;
    try {
      return await answer(face, route, request);
    } catch (error) {
      return refuse(error);
    }
  };
}

/** What a request wants to do, in the words of a token's scope. */
function needs(route: OciRoute, request: IncomingMessage) {
  if (route.kind === 'base' || route.kind === 'catalog') return undefined;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const action = reads ? ('pull' as const) : request.method === 'DELETE' ? ('delete' as const) : ('push' as const);
  return { repository: route.repository, action };
}

async function answer(face: Face, route: OciRoute, request: IncomingMessage): Promise<Answer> {
  const { state, maxPage, uploads } = face;
  const url = requestUrl(request);
  const query = { url, ifNoneMatch: request.headers['if-none-match'], maxPage };
  switch (route.kind) {
    case 'base':
      return jsonAnswer({}, { 'docker-distribution-api-version': 'registry/2.0' });
    case 'catalog':
      return listRepositories(state, query);
    case 'tags':
      return listTags(state, route.repository, query);
    case 'referrers':
      return listReferrers(state, route, url);
    case 'uploads':
      return uploads.begin(route.repository, request);
    case 'upload':
      return uploads.continue({ repository: route.repository, id: route.reference }, request);
    case 'blob':
      if (!isRead(request)) return ociError('UNSUPPORTED', `a blob takes no ${request.method}`);
      return getBlob(face, { repository: route.repository, digest: route.reference }, request);
    case 'manifest':
      if (isRead(request)) return getManifest(state, route, request);
      if (request.method === 'PUT') return putManifest(state, route, request);
      if (request.method === 'DELETE') return deleteManifest(state, route);
      return ociError('UNSUPPORTED', `a manifest takes no ${request.method}`);
  }
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A refusal of the state in the words of the specification. */
function refuse(error: unknown): Answer {
  if (!StateError.is(error)) throw error;
  return ociError(ociCodes[error.code], errorMessage(error));
}
