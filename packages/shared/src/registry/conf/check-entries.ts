import { readCredentialReference } from '../credentials/credential-reference.js';
import { RegistryError } from '../registry-error.js';
import type { RegistryEntry } from './registries-conf.js';

/** Throws a `registry-config-invalid` for entries that can be read and cannot be used, with everything that is wrong. */
export function checkEntries(entries: readonly RegistryEntry[]): void {
  const [first, ...others] = entries.filter(({ isDefault }) => isDefault);
  const problems = [
    ...others.map(({ name }) => `${name} cannot be the default, since ${first?.name} is`),
    ...entries.flatMap(({ name, credentials }) => {
      const reading = credentials === '' ? undefined : readCredentialReference(credentials);
      return reading?.kind === 'invalid' ? `the credentials of ${name} cannot be read: ${reading.problem}` : [];
    }),
  ];
  if (problems.length === 0) return;
  throw new RegistryError('registry-config-invalid', `registries.conf cannot be used: ${problems.join('; ')}`);
}
