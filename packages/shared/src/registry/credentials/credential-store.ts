import type { Clock } from '../../ports/index.js';
import { createExpiringMemo } from '../expiring-memo.js';
import { anonymous, type CredentialProvider, type RegistryCredential } from './credential.js';
import { type CredentialPlaces, type CredentialSearch, lookUp } from './credential-lookup.js';
import { type CredentialReference, readCredentialReference } from './credential-reference.js';
import { credentialsMissing } from './credentials-missing.js';
import type { RegistryNames } from './docker-config.js';
import { askDocker, type DockerPlace } from './docker-credentials.js';

/** What {@link createCredentialStore} works with. */
export type CredentialStoreDependencies = CredentialPlaces & DockerPlace & { readonly clock: Clock };

/** Which registry credentials are for, and where they are. */
export interface CredentialPlace {
  /** In the words of registries.conf. Docker's config where absent. */
  readonly credentials?: string | undefined;
  /** How long they are used; until they are refused where absent. */
  readonly expiresAfterMs?: number | undefined;
  /** Host of the registry's address, where images are called by another. */
  readonly apiHost?: string | undefined;
  /** Asked where docker's config has nothing; nobody in particular where absent. */
  readonly otherwise?: CredentialProvider | undefined;
}

/** Knows every way in which credentials for a registry are kept. */
export interface CredentialStore {
  /** The credentials of one registry. They are had when asked for, and cached. */
  providerFor(place: CredentialPlace): CredentialProvider;
}

/** Docker's config may be written at any time, by `docker login`, and helpers cost a process each. */
const dockerConfigMs = 300_000;

/** A {@link CredentialStore}. Its errors name the place and never what is kept there. */
export function createCredentialStore(dependencies: CredentialStoreDependencies): CredentialStore {
  const { clock } = dependencies;
  const memo = createExpiringMemo<RegistryCredential | undefined>(clock);
  return {
    providerFor(place) {
      return {
        async credentials(ask, { refresh } = {}) {
          const names = { repository: ask.repository, apiHost: place.apiHost };
          const text = ask.credentials ?? place.credentials;
          const search = text === undefined ? undefined : { text, names, reference: parseReference(text, names) };
          const lifetime = search === undefined ? dockerConfigMs : (place.expiresAfterMs ?? Number.POSITIVE_INFINITY);
          const load = async () => ({
            value: await (search ? lookUp(dependencies, search) : askDocker(dependencies, names)),
            expiresAt: clock.now() + lifetime,
          });
          const found = await memo.get(keyOf(names, search), load, { signal: ask.signal, refresh });
          return found ?? place.otherwise?.credentials(ask, { refresh: refresh ?? false }) ?? anonymous;
        },
      };
    },
  };
}

/** A docker config has other credentials for other repositories; everywhere else there is one for all. */
function keyOf({ apiHost, repository }: RegistryNames, search: CredentialSearch | undefined): string {
  const ofConfig = search === undefined || search.reference.kind === 'pull-secret';
  return JSON.stringify([search?.text, ...(ofConfig ? [apiHost, repository.host, repository.path] : [])]);
}

function parseReference(text: string, { repository }: RegistryNames): CredentialReference {
  const reading = readCredentialReference(text);
  if (reading.kind !== 'invalid') return reading;
  throw credentialsMissing(`The credentials of ${repository.host} cannot be read: ${reading.problem}`);
}
