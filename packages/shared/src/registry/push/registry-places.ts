import type { Aws } from '../../aws/index.js';
import { type Digest, type EcrHost, formatRepository, type ImageRepository, parseEcrHost } from '../../image/index.js';
import type { Clock, HttpClient, ImagePlaces } from '../../ports/index.js';
import type { RegistryEntry } from '../conf/registries-conf.js';
import { type RegistryTls, tlsOf } from '../conf/registry-tls.js';
import { selectRegistry } from '../conf/select-registry.js';
import type { CredentialStore } from '../credentials/credential-store.js';
import { createEcrCredentials, createEcrPublicCredentials } from '../ecr/ecr-credentials.js';
import { createLimiter } from '../limiter.js';
import { createRegistryPlace } from './registry-place.js';
import { createRegistrySession, type RegistrySession } from './registry-session.js';

/** What {@link createRegistryPlaces} works with. */
export interface RegistryPlacesDependencies {
  /** Makes the HTTP client for registries with these settings. */
  readonly http: (tls: RegistryTls) => HttpClient;
  readonly clock: Clock;
  readonly credentials: CredentialStore;
  /** AWS under the identity for a registry of ECR, which has no other credentials. */
  readonly aws?: ((host: EcrHost) => Aws) | undefined;
}

/** Which registries there are, and how they are spoken to. */
export interface RegistryPlacesOptions {
  /** Those of registries.conf. */
  readonly entries?: readonly RegistryEntry[] | undefined;
  /** Hosts that speak HTTP without TLS. */
  readonly plainHttp?: ((host: string) => Promise<boolean>) | undefined;
  /** Requests to one registry at once. Default 8. */
  readonly concurrency?: number | undefined;
  /** Blobs larger than this are uploaded in chunks of this size. Default 16 MiB; ECR wants at least 5 MiB. */
  readonly chunkBytes?: number | undefined;
}

const defaultConcurrency = 8;
const defaultChunkBytes = 16 * 1024 * 1024;

/**
 * Repositories of every registry, to be read and written by the distribution API. What registries.conf says of addresses, TLS and credentials
 * holds; ECR is logged in to under the AWS identity where docker's config has nothing. Each registry has one session for all who ask.
 */
export function createRegistryPlaces(
  dependencies: RegistryPlacesDependencies,
  options: RegistryPlacesOptions = {},
): ImagePlaces {
  const { entries = [], chunkBytes = defaultChunkBytes } = options;
  const sessions = new Map<string, Promise<RegistrySession>>();
  const known = new Map<string, Set<Digest>>();
  return {
    async open(asked, use) {
      const { entry, kind } = selectRegistry(entries, asked);
      const key = JSON.stringify([entry.name, entry.apiUrl, asked.host, use]);
      const session = sessions.get(key) ?? openSession(dependencies, options, { entry, kind, host: asked.host, use });
      sessions.set(key, session);
      session.catch(() => sessions.delete(key));
      const repository = withNamespace(asked, entry);
      const name = formatRepository(repository);
      const blobs = known.get(name) ?? new Set<Digest>();
      known.set(name, blobs);
      return createRegistryPlace({ session: await session, repository, chunkBytes, known: blobs });
    },
  };
}

interface SessionPlace {
  readonly entry: RegistryEntry;
  readonly kind: 'configured' | 'built-in' | 'inferred';
  readonly host: string;
  readonly use: 'pull' | 'push';
}

async function openSession(
  dependencies: RegistryPlacesDependencies,
  { plainHttp, concurrency = defaultConcurrency }: RegistryPlacesOptions,
  { entry, kind, host, use }: SessionPlace,
): Promise<RegistrySession> {
  const { clock } = dependencies;
  const plain = kind === 'inferred' && ((await plainHttp?.(host)) ?? false);
  const url = plain ? `http://${host}` : entry.apiUrl;
  const credentials = dependencies.credentials.providerFor({
    credentials: entry.credentials || undefined,
    expiresAfterMs: entry.credsExpireMs || undefined,
    apiHost: new URL(url).host,
    otherwise: await ecrLogin(dependencies, host),
  });
  return createRegistrySession({
    http: dependencies.http(await tlsOf(entry, undefined)),
    clock,
    credentials,
    limiter: createLimiter(clock, {
      concurrency,
      perSecond: kind === 'configured' ? entry.limit || undefined : undefined,
    }),
    url,
    use,
  });
}

async function ecrLogin({ aws, clock }: RegistryPlacesDependencies, name: string) {
  const host = parseEcrHost(name);
  const identity = host && aws?.(host);
  if (host === undefined || identity === undefined || !(await identity.hasCredentials())) return undefined;
  return host.kind === 'public'
    ? createEcrPublicCredentials({ aws: identity, clock })
    : createEcrCredentials({ aws: identity, clock }, host);
}

/** `defaultns`: where names of one part really are. */
function withNamespace(repository: ImageRepository, { defaultNamespace }: RegistryEntry): ImageRepository {
  if (defaultNamespace === '' || repository.path.includes('/')) return repository;
  return { ...repository, path: `${defaultNamespace}/${repository.path}` };
}
