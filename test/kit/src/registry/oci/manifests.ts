import type { IncomingMessage } from 'node:http';
import { type Answer, readBody } from '../../serve/index.js';
import { isDigest } from '../state/digest.js';
import type { RegistryState } from '../state/registry-state.js';
import { ociError } from './answers.js';

/** Which manifest is meant. */
export interface ManifestAddress {
  readonly repository: string;
  readonly reference: string;
}

/** GET and HEAD of a manifest; 304 where the client has it, 404 where the client does not accept its type, as docker-registry does. */
export function getManifest(state: RegistryState, address: ManifestAddress, request: IncomingMessage): Answer {
  const { digest, mediaType, bytes } = state.image(address.repository, address.reference);
  if (!accepts(request.headers.accept, mediaType)) {
    return ociError('MANIFEST_UNKNOWN', `the manifest is ${mediaType}, which the Accept header does not name`);
  }
  const headers = { 'docker-content-digest': digest, etag: `"${digest}"` };
  if (request.headers['if-none-match'] === `"${digest}"`) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': mediaType }, body: bytes };
}

/** PUT of a manifest. */
export async function putManifest(
  state: RegistryState,
  { repository, reference }: ManifestAddress,
  request: IncomingMessage,
): Promise<Answer> {
  const bytes = await readBody(request);
  const mediaType = request.headers['content-type'] ?? '';
  const target = isDigest(reference) ? { digest: reference } : { tag: reference };
  const { image } = await state.putManifest({ repository, ...target, mediaType, bytes });
  const { digest, manifest } = image;
  const subject = manifest.subject === undefined ? {} : { 'oci-subject': manifest.subject.digest };
  return {
    status: 201,
    headers: { location: `/v2/${repository}/manifests/${digest}`, 'docker-content-digest': digest, ...subject },
  };
}

/** DELETE of a manifest by its digest, or of a tag. */
export async function deleteManifest(
  state: RegistryState,
  { repository, reference }: ManifestAddress,
): Promise<Answer> {
  await state.deleteImage(repository, reference);
  return { status: 202 };
}

/** A client that says nothing of an OCI type is an old one. */
function accepts(accept: string | undefined, mediaType: string): boolean {
  if (accept === undefined) return true;
  const types = accept.split(',').map((type) => type.split(';')[0]?.trim());
  return types.some((type) => type === mediaType || type === '*/*' || type === 'application/*');
}
