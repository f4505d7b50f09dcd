import { CodedError, type CodedErrorOptions, isCodedError } from '../errors/index.js';

/** What can go wrong with a registry: the codes of {@link RegistryError}, for the reference page. */
export const registryErrorCodes = {
  'registry-unauthorized':
    'The registry does not accept the credentials, or wants some: check what registries.conf, the docker config or the AWS identity provides.',
  'registry-forbidden':
    'The registry knows who asks and refuses: grant the named permission on this repository to that identity.',
  'registry-repository-not-found':
    'The registry has no such repository, or hides it from this identity: check the spelling, the account and the permissions.',
  'registry-rate-limited':
    'The registry wants fewer requests, and went on wanting so while we waited: set a limit for it, poll less often, or sign in where that raises the limit.',
  'registry-bad-response':
    'The registry answered something that its protocol does not allow, or that does not match its digest: look at what stands between, such as a proxy or a login page.',
  'registry-unavailable':
    'The registry could not be reached or failed on its side: check its address, the network and its health.',
  'registry-unsupported-image':
    'The image is in a format that is not read, such as Docker schema 1: push it again with a current builder.',
  'registry-listing-too-long':
    'The repository has more tags than the bound allows: remove old ones by a lifecycle rule, or raise the bound.',
  'registry-credentials':
    'Credentials for the registry could not be obtained: the message names the place where they should be.',
  'registry-config-invalid': 'registries.conf is not valid: the message lists every finding with its line and column.',
} as const;

/** One of {@link registryErrorCodes}. */
export type RegistryErrorCode = keyof typeof registryErrorCodes;

/** What a {@link RegistryError} knows besides its message. */
export interface RegistryErrorOptions extends CodedErrorOptions {
  /** The HTTP status, where there was one. */
  readonly status?: number | undefined;
  /** The server's own code: `NAME_UNKNOWN`, `AccessDeniedException`. */
  readonly serverCode?: string | undefined;
}

/** A registry, or what stands between, did not do what was asked. The message holds no credentials and no query of a URL. */
export class RegistryError extends CodedError<RegistryErrorCode> {
  readonly status: number | undefined;
  readonly serverCode: string | undefined;

  constructor(code: RegistryErrorCode, message: string, options: RegistryErrorOptions = {}) {
    super(code, message, options);
    this.status = options.status;
    this.serverCode = options.serverCode;
  }
}

/** Whether a caught value is a {@link RegistryError}. */
export function isRegistryError(error: unknown): error is RegistryError {
  return isCodedError(error) && error.code in registryErrorCodes;
}
