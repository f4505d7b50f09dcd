import { RegistryError } from '../registry-error.js';

/** The error for credentials that are not where they should be. */
export function credentialsMissing(message: string): RegistryError {
  return new RegistryError('registry-credentials', message, {
    hint: 'Correct `credentials` in registries.conf, or what it points to.',
  });
}
