import type { Answer } from '../../serve/index.js';
import type { StateErrorCode } from '../state/state-error.js';

/** The error codes of the distribution specification that this registry answers with, and the status of each. */
const statuses = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 416,
  BLOB_UPLOAD_UNKNOWN: 404,
  DENIED: 403,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 400,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  TAG_INVALID: 400,
  UNAUTHORIZED: 401,
  UNSUPPORTED: 405,
} as const;

/** A code of the distribution specification. */
export type OciCode = keyof typeof statuses;

/** An error in the form of the distribution specification. */
export function ociError(code: OciCode, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: statuses[code],
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ errors: [{ code, message }] }),
  };
}

/** What each refusal of the state is called here. */
export const ociCodes: Readonly<Record<StateErrorCode, OciCode>> = {
  'repository-unknown': 'NAME_UNKNOWN',
  'repository-exists': 'NAME_INVALID',
  'repository-not-empty': 'UNSUPPORTED',
  'manifest-unknown': 'MANIFEST_UNKNOWN',
  'manifest-invalid': 'MANIFEST_INVALID',
  'manifest-blob-unknown': 'MANIFEST_BLOB_UNKNOWN',
  'tag-immutable': 'TAG_INVALID',
  'digest-mismatch': 'DIGEST_INVALID',
  'blob-unknown': 'BLOB_UNKNOWN',
};

/** A JSON answer. */
export function jsonAnswer(value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
