import { readFile } from 'node:fs/promises';
import { type Aws, createAws, createSecretsManagerResolver, createSsmResolver } from '@towline/shared/aws';
import type { Invocation } from '@towline/shared/cli';
import { createEnvironmentResolver, createFileResolver } from '@towline/shared/config';
import { type AgentPool, createAgentPool, createHttpClient, readProxySettings } from '@towline/shared/http';
import { createLogger } from '@towline/shared/log';
import type { Clock, HttpClient, Logger, SecretResolver } from '@towline/shared/ports';
import { type Environment, systemClock } from '@towline/shared/process';
import type { RegistryTls } from '@towline/shared/registry';
import type { Settings } from '../settings/settings-schema.js';

/** What every adapter of a run shares: one clock, one log, one pool of connections, one AWS identity. */
export interface Base {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Logger;
  readonly agents: AgentPool;
  readonly http: HttpClient;
  /** A client with TLS settings of its own. */
  readonly httpWith: (tls: RegistryTls) => HttpClient;
  readonly aws: Aws;
  /** Those that need no cluster. */
  readonly resolvers: readonly SecretResolver[];
  /** Lets go of idle connections. */
  readonly close: () => void;
}

/** Makes the {@link Base} of an invocation. `level` is how much is logged where no setting says it. */
export async function composeBase(
  settings: Settings,
  { environment, terminal }: Pick<Invocation, 'environment' | 'terminal'>,
  level: 'info' | 'warn',
): Promise<Base> {
  const clock = systemClock;
  const log = composeLogger(settings, terminal.stderr, level);
  const proxy = readProxySettings(environment);
  const nodeExtraCa = await readExtraCa(environment);
  const agents = createAgentPool({ proxy, nodeExtraCa });
  const aws = createAws({ clock, agents }, { region: environment.AWS_REGION });
  const http = createHttpClient({ clock, log, agents });
  const tlsPools: AgentPool[] = [];
  return {
    environment,
    clock,
    log,
    agents,
    http,
    httpWith(tls) {
      if ((tls.ca ?? []).length === 0 && (tls.insecureHosts ?? []).length === 0) return http;
      const own = createAgentPool({ proxy, nodeExtraCa, ...tls });
      tlsPools.push(own);
      return createHttpClient({ clock, log, agents: own });
    },
    aws,
    resolvers: [
      createEnvironmentResolver(environment),
      createFileResolver(),
      createSecretsManagerResolver(aws),
      createSsmResolver(aws),
    ],
    close() {
      for (const pool of [agents, ...tlsPools]) pool.close();
    },
  };
}

function composeLogger(
  { log: { level, format } }: Settings,
  stderr: Invocation['terminal']['stderr'],
  usual: 'info' | 'warn',
): Logger {
  // argocd-image-updater has one level more.
  const least = level === 'trace' ? 'debug' : (level ?? usual);
  return createLogger({ format, level: least, destination: stderr, color: stderr.colors });
}

/** What the file of `NODE_EXTRA_CA_CERTS` holds. Node warns by itself where it cannot be read, and goes on. */
async function readExtraCa({ NODE_EXTRA_CA_CERTS: path = '' }: Environment): Promise<string | undefined> {
  if (path === '') return undefined;
  return readFile(path, 'utf8').catch(() => undefined);
}
