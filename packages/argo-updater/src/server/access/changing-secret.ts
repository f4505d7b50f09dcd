import type { Clock } from '@towline/shared/ports';
import type { Secret } from '@towline/shared/secret';

/** A secret that may be rotated while the server runs. */
export interface ChangingSecret {
  /**
   * Whether what was presented agrees with the secret; where it does not, the secret is looked up anew, at most once in a few seconds, since
   * it may just have been rotated.
   */
  agrees<Result>(holds: (secret: Secret) => Result | undefined, signal?: AbortSignal): Promise<Result | undefined>;
}

/** Where secrets come from. */
export interface SecretSource {
  get(reference: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<Secret>;
  /** Forgets what is known of it. */
  refresh(reference: string): void;
}

const lookAgainMs = 2_000;

/** A {@link ChangingSecret} behind a reference. */
export function createChangingSecret(reference: string, secrets: SecretSource, clock: Clock): ChangingSecret {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    async agrees(holds, signal) {
      const known = holds(await secrets.get(reference, { signal }));
      if (known !== undefined || clock.now() - lookedAt < lookAgainMs) return known;
      lookedAt = clock.now();
      secrets.refresh(reference);
      return holds(await secrets.get(reference, { signal }));
    },
  };
}
