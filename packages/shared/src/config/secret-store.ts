import { errorMessage, isCodedError } from '../errors/index.js';
import type { Clock, SecretResolver } from '../ports/index.js';
import { systemClock } from '../process/index.js';
import { type Secret, SecretError } from '../secret/index.js';

/** Secrets by reference, from whichever place answers for it. */
export interface SecretStore {
  /** The secret, as it was at most `ttlMs` ago. Those who ask at once share one look-up. */
  get(reference: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<Secret>;
  /** Forgets what is known of a reference: for who was refused with it, since it may have been rotated. */
  refresh(reference: string): void;
}

/** What a store works with. */
export interface SecretStoreOptions {
  readonly resolvers: readonly SecretResolver[];
  readonly clock?: Clock | undefined;
  /** Default 300,000. */
  readonly ttlMs?: number | undefined;
}

interface Known {
  readonly until: number;
  readonly secret: Promise<Secret>;
  /** Of the caller who started the look-up. */
  readonly signal: AbortSignal | undefined;
}

/** A {@link SecretStore} over these resolvers. What could not be resolved is not remembered. */
export function createSecretStore({
  resolvers,
  clock = systemClock,
  ttlMs = 300_000,
}: SecretStoreOptions): SecretStore {
  const byScheme = new Map(resolvers.map((resolver) => [resolver.scheme, resolver]));
  const known = new Map<string, Known>();
  const store: SecretStore = {
    async get(reference, options) {
      const scheme = reference.split(':', 1)[0] ?? '';
      const resolver = byScheme.get(scheme);
      if (resolver === undefined) throw unknownScheme(scheme, [...byScheme.keys()]);
      const held = known.get(reference);
      if (held !== undefined && held.until > clock.now()) {
        return held.secret.catch((error: unknown) => {
          // That the other caller gave up is nothing to us.
          if (held.signal?.aborted && !options?.signal?.aborted) return store.get(reference, options);
          throw error;
        });
      }
      const secret = resolve(resolver, reference, options?.signal);
      const entry: Known = { until: clock.now() + ttlMs, secret, signal: options?.signal };
      known.set(reference, entry);
      secret.catch(() => {
        if (known.get(reference) === entry) known.delete(reference);
      });
      return secret;
    },
    refresh: (reference) => void known.delete(reference),
  };
  return store;
}

async function resolve(resolver: SecretResolver, reference: string, signal: AbortSignal | undefined): Promise<Secret> {
  try {
    return await resolver.resolve(reference, { signal });
  } catch (error) {
    if (isCodedError(error) || signal?.aborted) throw error;
    throw new SecretError('secret-unreadable', reference, {
      what: `cannot be resolved: ${errorMessage(error)}`,
      cause: error,
    });
  }
}

/** The text is not repeated: one without a known scheme may be the secret itself. */
function unknownScheme(scheme: string, schemes: readonly string[]): SecretError {
  const named = /^[a-z][a-z0-9-]{0,15}$/.test(scheme) ? `${scheme}:…` : '[not a reference]';
  return new SecretError('secret-scheme-unknown', named, {
    what: 'is of a kind that nothing here answers for',
    hint: `Known here: ${schemes.map((each) => `${each}:`).join(', ')}.`,
  });
}
