import type { Secret } from '../../secret/index.js';
import type { Ask } from '../image-source.js';

/** Who we are to a registry. */
export type RegistryCredential =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  /** Docker's `identitytoken`: an OAuth2 refresh token for the token server. */
  | { readonly kind: 'identity-token'; readonly token: Secret }
  /** Docker's `registrytoken`: sent as it is. */
  | { readonly kind: 'bearer'; readonly token: Secret };

/** Nobody in particular. */
export const anonymous: RegistryCredential = { kind: 'anonymous' };

/** Where a client gets its credentials. */
export interface CredentialProvider {
  /**
   * The credentials for this repository; `anonymous` where none are set. `refresh` means that the registry refused the last ones, so
   * that a cached value must not be given again. Throws a `registry-credentials` error where they are set and cannot be had.
   */
  credentials(ask: Ask, options?: { readonly refresh?: boolean }): Promise<RegistryCredential>;
}

/** The value of a `Basic` authorization header. */
export function basicAuthorization(username: string, password: Secret): Secret {
  return password.map((value) => `Basic ${Buffer.from(`${username}:${value}`).toString('base64')}`);
}
