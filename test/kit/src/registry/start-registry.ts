import type { IncomingMessage } from 'node:http';
import type { Clock } from '@towline/shared/ports';
import { answerJson, targetOf } from '../aws/json-protocol.js';
import { realClock } from '../clock/index.js';
import { type RunningServer, requestUrl, send, serve } from '../serve/index.js';
import { type Access, type Login, openAccess } from './access/access.js';
import { basicAccess } from './access/basic-access.js';
import { bearerAccess } from './access/bearer-access.js';
import { ecrAccess } from './access/ecr-access.js';
import { createEcrFace } from './ecr/ecr-face.js';
import { type EcrImageEvent, imageActionEvent } from './image-action-event.js';
import { startLayerServer } from './layer-server.js';
import { createOciFace } from './oci/oci-face.js';
import { parseRoute } from './oci/route.js';
import { folderStorage } from './state/folder-storage.js';
import { createRegistryState, type RegistryState } from './state/registry-state.js';
import { memoryStorage, type RegistryStorage } from './state/storage.js';
import { adoptPushes } from './upstream/adopt-pushes.js';
import { createUpstreamClient, type Upstream, type UpstreamClient } from './upstream/upstream-client.js';
import { upstreamStorage } from './upstream/upstream-storage.js';

/** How clients of the distribution API log in. */
export type RegistryAccess =
  | { readonly kind: 'open' }
  | { readonly kind: 'basic'; readonly login: Login }
  /** `AWS` and the password of GetAuthorizationToken. */
  | { readonly kind: 'ecr' }
  /** Tokens for scopes, as Docker Hub and GHCR give them out. */
  | {
      readonly kind: 'bearer';
      readonly login?: Login | undefined;
      readonly identityToken?: string | undefined;
      readonly anonymousPull?: boolean | undefined;
    };

/** What kind of registry to start. */
export interface RegistryOptions {
  readonly port?: number | undefined;
  readonly tls?: boolean | undefined;
  /** Serve the control endpoint. */
  readonly control?: boolean | undefined;
  /** Open where absent. */
  readonly access?: RegistryAccess | undefined;
  readonly clock?: Pick<Clock, 'now'> | undefined;
  /** Keep everything in this folder instead of in memory. */
  readonly folder?: string | undefined;
  /** Keep everything in this real registry; its push notifications are taken at `/_notifications`. */
  readonly upstream?: Upstream | undefined;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  /** Whether a push makes its repository; where absent, at all registries but ECR. */
  readonly createOnPush?: boolean | undefined;
  readonly retagRenewsPushTime?: boolean | undefined;
  /** Whether a GET of a blob is redirected to another origin; yes where absent, as at all big registries. */
  readonly redirectBlobs?: boolean | undefined;
  /** The most tags of one page of the distribution API. */
  readonly maxPage?: number | undefined;
  /** How long passwords and tokens live. */
  readonly tokenLifeMs?: number | undefined;
  /** Told of every push and deletion of a tag, in the form that EventBridge gets. */
  readonly onEvent?: ((event: EcrImageEvent) => void) | undefined;
}

/** A registry that listens on 127.0.0.1 and speaks the distribution API and the ECR API. */
export interface RunningRegistry extends RunningServer {
  /** `127.0.0.1:PORT`, as it stands in image references. */
  readonly host: string;
  readonly accountId: string;
  readonly region: string;
  readonly state: RegistryState;
  /** A password for the user `AWS`, as GetAuthorizationToken gives it. */
  issuePassword(): string;
  /** The other origin, that blobs are downloaded from. */
  readonly layers: Pick<RunningServer, 'requests' | 'faults' | 'url'>;
}

const twelveHours = 12 * 3_600_000;

/** Starts an ECR-compatible registry: one content, behind the distribution API and the ECR API, on one port. */
export async function startRegistry(options: RegistryOptions = {}): Promise<RunningRegistry> {
  const { accountId = '123456789012', region = 'us-east-1', tokenLifeMs = twelveHours } = options;
  const now = () => (options.clock ?? realClock).now();
  const upstream = options.upstream === undefined ? undefined : createUpstreamClient(options.upstream);
  const state = await createRegistryState({
    storage: chooseStorage(options, upstream, now),
    now,
    createOnPush: options.createOnPush ?? options.access?.kind !== 'ecr',
    retagRenewsPushTime: options.retagRenewsPushTime ?? false,
    onAction: (action) => options.onEvent?.(imageActionEvent(action, accountId, region)),
  });
  const layers = await startLayerServer({ tls: options.tls, now, read: (address) => state.readBlob(address) });
  let listening: RunningServer | undefined;
  const url = () => listening?.url ?? '';
  const host = () => url().replace(/^https?:\/\//, '');

  const tokens = ecrAccess({ now, tokenLifeMs, host: `${accountId}.dkr.ecr.${region}.amazonaws.com` });
  const access = chooseAccess(options.access ?? { kind: 'open' }, { ecr: tokens, now, url, tokenLifeMs });
  const locate = options.redirectBlobs === false ? undefined : layers.locate;
  const oci = createOciFace({ state, access, maxPage: options.maxPage ?? 1000, locate });
  const notified = upstream === undefined ? undefined : adoptPushes(state, upstream);
  const ecr = createEcrFace({
    state,
    accountId,
    region,
    issueToken: tokens.issue,
    proxyEndpoint: url,
    host,
    locate: layers.locate,
  });
  listening = await serve({
    port: options.port,
    tls: options.tls,
    control: options.control,
    kindOf,
    async handler(request, response, { signal }) {
      const { pathname } = requestUrl(request);
      if (pathname.startsWith('/v2')) return send(response, await oci(request));
      if (pathname === '/_notifications' && notified !== undefined) return send(response, await notified(request));
      if (pathname === '/token' && access.token !== undefined) return send(response, await access.token(request));
      send(response, (await answerJson([ecr], request, signal)) ?? { status: 404 });
    },
  }).catch(async (error: unknown) => {
    await layers.stop();
    throw error;
  });
  return {
    ...listening,
    host: host(),
    accountId,
    region,
    state,
    issuePassword: () => tokens.issue().password,
    layers: { requests: layers.requests, faults: layers.faults, url: layers.url },
    async stop() {
      await Promise.all([listening?.stop(), layers.stop()]);
    },
  };
}

function chooseStorage(
  { folder }: RegistryOptions,
  upstream: UpstreamClient | undefined,
  now: () => number,
): RegistryStorage {
  if (upstream !== undefined) return upstreamStorage(upstream, now());
  return folder === undefined ? memoryStorage() : folderStorage(folder);
}

interface AccessParts {
  readonly ecr: Access;
  readonly now: () => number;
  readonly url: () => string;
  readonly tokenLifeMs: number;
}

function chooseAccess(access: RegistryAccess, { ecr, now, url, tokenLifeMs }: AccessParts): Access {
  switch (access.kind) {
    case 'open':
      return openAccess;
    case 'basic':
      return basicAccess(access.login);
    case 'ecr':
      return ecr;
    case 'bearer':
      return bearerAccess({ ...access, anonymousPull: access.anonymousPull ?? false, now, url, tokenLifeMs });
  }
}

/** `ecr:DescribeImages`, `oci:tags`, `oci:manifest`, `oci:blob`, `oci:upload`, `token` … */
function kindOf(request: IncomingMessage): string {
  const target = targetOf(request);
  if (target !== undefined) return `ecr:${target.operation}`;
  const { pathname } = requestUrl(request);
  if (pathname === '/token') return 'token';
  return `oci:${parseRoute(pathname)?.kind ?? 'unknown'}`;
}
