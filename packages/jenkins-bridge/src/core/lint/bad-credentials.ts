import { hostOf, type RegistryUse } from './facts/registry-use.js';
import type { Mark } from './rule.js';

/** The credentials that registries are used with, each marked where `judge` says what is wrong with it. */
export function badCredentials(
  registries: readonly RegistryUse[],
  judge: (text: string, host: string) => string | undefined,
): readonly Mark[] {
  return registries.flatMap(({ urlText, credentials, credentialsText = '' }) => {
    const message = credentials === undefined ? undefined : judge(credentialsText, hostOf(urlText));
    return credentials === undefined || message === undefined
      ? []
      : [{ start: credentials.start, end: credentials.end, message }];
  });
}
