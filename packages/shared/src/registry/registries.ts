import type { Aws } from '../aws/index.js';
import { type EcrHost, type ImageRepository, parseEcrHost } from '../image/index.js';
import type { Clock, HttpClient, Logger, SigningRegistry } from '../ports/index.js';
import { checkEntries } from './conf/check-entries.js';
import { inListOrder } from './conf/list-order.js';
import { listedByEcr } from './conf/listed-by-ecr.js';
import type { RegistryEntry } from './conf/registries-conf.js';
import { type RegistryTls, tlsOf } from './conf/registry-tls.js';
import { type SelectedRegistry, selectRegistry } from './conf/select-registry.js';
import type { CredentialProvider } from './credentials/credential.js';
import type { CredentialStore } from './credentials/credential-store.js';
import { createEcrCredentials, createEcrPublicCredentials } from './ecr/ecr-credentials.js';
import { createEcrImageSource } from './ecr/ecr-registry.js';
import type { FactCache } from './facts/digest-facts.js';
import { createSourceRegistry } from './facts/source-registry.js';
import type { ImageSource } from './image-source.js';
import { createOciImageSource, defaultConcurrency, ociConcurrency } from './oci/oci-registry.js';
import type { OnRegistryAllowance } from './oci/pull-allowance.js';
import type { OnRegistryRequest } from './request-kind.js';

/** What {@link createRegistries} works with. */
export interface RegistriesDependencies {
  /** Makes the HTTP client for registries with these settings. */
  readonly http: (tls: RegistryTls) => HttpClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly cache: FactCache;
  readonly credentials: CredentialStore;
  /** AWS under the identity for a registry of ECR; its own API is not used where absent. */
  readonly aws?: ((host: EcrHost) => Aws) | undefined;
  readonly onRequest?: OnRegistryRequest | undefined;
  readonly onAllowance?: OnRegistryAllowance | undefined;
}

/** Which registries there are, and how they are asked. */
export interface RegistriesOptions {
  /** Those of registries.conf. */
  readonly entries?: readonly RegistryEntry[] | undefined;
  /** Requests to one registry at once. Default: 32 of ECR's API, 64 of the distribution API. */
  readonly concurrency?: number | undefined;
  /** Requests a second to one registry, whatever registries.conf says. */
  readonly perSecond?: number | undefined;
  /** A repository with more tags is an error. Default 100,000. */
  readonly maxTags?: number | undefined;
  /**
   * Whether push times are wanted where only people ask for them, and not the policy: ECR's answers are four times as long with them. Default:
   * yes.
   */
  readonly pushTimes?: boolean | undefined;
  /** Where a file with the name of a host has CAs that are trusted for it, as Argo CD keeps them in `/app/config/tls`. */
  readonly caFolder?: string | undefined;
}

interface Place {
  readonly selected: SelectedRegistry;
  readonly host: string;
  /** ECR that is asked by its own API, under this identity. */
  readonly ecr?: { readonly host: Extract<EcrHost, { kind: 'private' }>; readonly aws: Aws } | undefined;
  readonly credentials: CredentialProvider;
}

/**
 * Every registry behind one port. An image goes to the registry that registries.conf says, else to the one of its host. A host of ECR is
 * asked by ECR's API when AWS credentials are found; where registries.conf has an address for it, that one then serves manifests and
 * blobs, and `api: oci` serves all. Each registry has one client, with one rate limit and one set of tokens for all who ask.
 */
export function createRegistries(
  dependencies: RegistriesDependencies,
  options: RegistriesOptions = {},
): SigningRegistry {
  const { entries = [] } = options;
  checkEntries(entries);
  const clients = new Map<string, Promise<SigningRegistry>>();
  /** Those that can be found again without asking whether there are credentials by now. */
  const settled = new Map<string, Promise<SigningRegistry>>();
  const find = async (selected: SelectedRegistry, host: string, name: string): Promise<SigningRegistry> => {
    const place = await locate(dependencies, selected, host);
    const key = `${name} ${place.ecr !== undefined}`;
    const client = clients.get(key) ?? createClient(dependencies, options, place);
    clients.set(key, client);
    if (place.ecr !== undefined || parseEcrHost(host) === undefined) settled.set(name, client);
    try {
      return await client;
    } catch (error) {
      clients.delete(key);
      settled.delete(name);
      throw error;
    }
  };
  const clientFor = async (repository: ImageRepository) => {
    const selected = selectRegistry(entries, repository);
    const name = `${selected.entry.name} ${selected.entry.apiUrl} ${repository.host}`;
    const registry = await (settled.get(name) ?? find(selected, repository.host, name));
    return { registry, repository: withNamespace(repository, selected.entry) };
  };
  return {
    async candidates(query) {
      const { registry, repository } = await clientFor(query.repository);
      return registry.candidates({ ...query, repository });
    },
    async recheck(query) {
      const { registry, repository } = await clientFor(query.repository);
      return registry.recheck({ ...query, repository });
    },
    async inspect(query) {
      const { registry, repository } = await clientFor(query.repository);
      return registry.inspect({ ...query, repository });
    },
    async signatures(query) {
      const { registry, repository } = await clientFor(query.repository);
      return registry.signatures({ ...query, repository });
    },
  };
}

/** `defaultns`: where names of one part really are. */
function withNamespace(repository: ImageRepository, { defaultNamespace }: RegistryEntry): ImageRepository {
  if (defaultNamespace === '' || repository.path.includes('/')) return repository;
  return { ...repository, path: `${defaultNamespace}/${repository.path}` };
}

async function locate(dependencies: RegistriesDependencies, selected: SelectedRegistry, host: string): Promise<Place> {
  const { entry } = selected;
  const known = parseEcrHost(host);
  const aws = known && dependencies.aws?.(known);
  const usable = known !== undefined && aws !== undefined && (entry.api === 'ecr' || (await aws.hasCredentials()));
  const login = usable ? ecrLogin(dependencies, aws, known) : undefined;
  return {
    selected,
    host,
    ecr: usable && known.kind === 'private' && entry.api !== 'oci' ? { host: known, aws } : undefined,
    credentials: dependencies.credentials.providerFor({
      credentials: entry.credentials || undefined,
      expiresAfterMs: entry.credsExpireMs || undefined,
      apiHost: new URL(entry.apiUrl).host,
      otherwise: login,
    }),
  };
}

function ecrLogin({ clock, onRequest }: RegistriesDependencies, aws: Aws, host: EcrHost): CredentialProvider {
  const options = { aws, clock, onRequest };
  return host.kind === 'public' ? createEcrPublicCredentials(options) : createEcrCredentials(options, host);
}

async function createClient(
  dependencies: RegistriesDependencies,
  { concurrency, perSecond, maxTags, pushTimes, caFolder }: RegistriesOptions,
  place: Place,
): Promise<SigningRegistry> {
  const { entry } = place.selected;
  const http = dependencies.http(await tlsOf(entry, caFolder));
  const bounds = { name: place.host, concurrency, maxTags, perSecond: perSecond ?? (entry.limit || undefined) };
  const oci = (): ImageSource =>
    createOciImageSource({ ...dependencies, http, credentials: place.credentials }, { ...bounds, url: entry.apiUrl });
  const usual = place.ecr === undefined ? ociConcurrency : defaultConcurrency;
  const parts = { ...dependencies, concurrency: concurrency ?? usual, pushTimes };
  if (place.ecr === undefined) return inListOrder(createSourceRegistry(oci(), parts), entry.tagSortMode);
  const ecr = createEcrImageSource({ ...dependencies, http, aws: place.ecr.aws }, { ...bounds, host: place.ecr.host });
  if (place.selected.kind !== 'configured') return createSourceRegistry(ecr, parts);
  return createSourceRegistry(listedByEcr({ ecr, oci: oci(), entry, log: dependencies.log }), parts);
}
