import type { Clock } from '@towline/shared/ports';
import { Secret } from '@towline/shared/secret';
import { readConfigured } from './pem.js';

/** The kubelet replaces a token long before it expires. */
const lifetimeMs = 60_000;

/** The bearer token of a file, read again every minute because it is renewed there. */
export function bearerFromFile(path: string, clock: Clock): () => Promise<Secret> {
  let known: { readonly until: number; readonly header: Secret } | undefined;
  return async () => {
    if (known === undefined || known.until <= clock.now()) {
      const token = (await readConfigured(path)).trim();
      known = { until: clock.now() + lifetimeMs, header: new Secret(`Bearer ${token}`) };
    }
    return known.header;
  };
}
