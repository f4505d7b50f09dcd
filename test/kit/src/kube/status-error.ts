import { type JsonObject, without } from './json.js';
import type { ResourceKind } from './resource-kind.js';

/** One field that a write was refused for. */
export interface StatusCause extends JsonObject {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

interface StatusParts {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: JsonObject;
}

const brand = Symbol('StatusError');

/** A refusal as Kubernetes writes it: thrown anywhere in the fake, sent as a `Status` object with its code. */
export class StatusError extends Error {
  readonly code: number;
  /** The `Status` object. */
  readonly status: JsonObject;

  constructor({ code, reason, message, details }: StatusParts) {
    super(message);
    Object.defineProperty(this, brand, { value: true });
    this.code = code;
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}

/** Whether a caught value is a {@link StatusError}. */
export function isStatusError(error: unknown): error is StatusError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** `applications.argoproj.io`, or `secrets` of the core group. */
export function qualifiedName({ plural, group }: ResourceKind): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function detailsOf(kind: ResourceKind, name: string): JsonObject {
  return { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural };
}

/** 404: there is no such object. */
export function notFound(kind: ResourceKind, name: string): StatusError {
  const message = `${qualifiedName(kind)} "${name}" not found`;
  return new StatusError({ code: 404, reason: 'NotFound', message, details: detailsOf(kind, name) });
}

/** 404: the server does not serve this path. */
export function noSuchPath(): StatusError {
  const message = 'the server could not find the requested resource';
  return new StatusError({ code: 404, reason: 'NotFound', message, details: {} });
}

/** 405: the path is served, but not with this method. */
export function methodNotAllowed(): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return new StatusError({ code: 405, reason: 'MethodNotAllowed', message, details: {} });
}

/** 409: the name is taken. */
export function alreadyExists(kind: ResourceKind, name: string): StatusError {
  const message = `${qualifiedName(kind)} "${name}" already exists`;
  return new StatusError({ code: 409, reason: 'AlreadyExists', message, details: detailsOf(kind, name) });
}

/** 409: the object has moved on since the caller read it. */
export function conflict(kind: ResourceKind, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualifiedName(kind)} "${name}": ${why}`;
  return new StatusError({ code: 409, reason: 'Conflict', message, details: detailsOf(kind, name) });
}

/** 409: another manager owns fields that server-side apply would change. */
export function applyConflict(causes: readonly StatusCause[]): StatusError {
  const list = causes.map(({ message, field }) => `${message}: ${field}`);
  const message =
    list.length === 1
      ? `Apply failed with 1 conflict: ${list[0]}`
      : `Apply failed with ${list.length} conflicts: ${list.map((line) => `\n- ${line}`).join('')}`;
  return new StatusError({ code: 409, reason: 'Conflict', message, details: { causes } });
}

/** 422: the object breaks its schema. */
export function invalid(kind: ResourceKind, name: string, causes: readonly StatusCause[]): StatusError {
  const lines = causes.map(({ field, message }) => `${field}: ${message}`);
  const what = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  const message = `${kind.kind}${kind.group === '' ? '' : `.${kind.group}`} "${name}" is invalid: ${what}`;
  const details = { ...detailsOf(kind, name), kind: kind.kind, causes };
  return new StatusError({ code: 422, reason: 'Invalid', message, details });
}

/** 422: a patch cannot be applied to the object as it is; the server does not say why. */
export function patchDoesNotFit(): StatusError {
  const message = 'the server rejected our request due to an error in our request';
  return new StatusError({ code: 422, reason: 'Invalid', message, details: {} });
}

/** 422: server-side apply without a manager. */
export function managerRequired(): StatusError {
  const cause = {
    reason: 'FieldValueRequired',
    message: 'Required value: is required for apply patch',
    field: 'fieldManager',
  };
  const message = `PatchOptions.meta.k8s.io "" is invalid: ${cause.field}: ${cause.message}`;
  const details = { group: 'meta.k8s.io', kind: 'PatchOptions', causes: [cause] };
  return new StatusError({ code: 422, reason: 'Invalid', message, details });
}

/** 500: what Kubernetes answers to a new object that says a resourceVersion. */
export function versionOnCreate(): StatusError {
  return new StatusError({ code: 500, message: 'resourceVersion should not be set on objects to be created' });
}

/** 400: the request makes no sense. */
export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message });
}

/** 415: the body is of a type that this resource does not take. */
export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new StatusError({ code: 415, reason: 'UnsupportedMediaType', message });
}

/** 401: no token, or one that nobody has. */
export function unauthorized(): StatusError {
  return new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
}

/** 410: the history that the caller wants to go on from is no longer kept. */
export function expired(message: string): StatusError {
  return new StatusError({ code: 410, reason: 'Expired', message });
}

/** 403: the rules of the user do not allow it. `sentence` says what was wanted. */
export function forbidden(kind: ResourceKind, name: string | undefined, sentence: string): StatusError {
  const subject = name === undefined ? qualifiedName(kind) : `${qualifiedName(kind)} "${name}"`;
  const message = `${subject} is forbidden: ${sentence}`;
  const details = name === undefined ? without(detailsOf(kind, ''), 'name') : detailsOf(kind, name);
  return new StatusError({ code: 403, reason: 'Forbidden', message, details });
}
