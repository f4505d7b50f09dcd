import { homedir } from 'node:os';
import { join } from 'node:path';
import { createAws, createSecretsManagerResolver, createSsmResolver } from '@towline/shared/aws';
import {
  type Invocation,
  invalidFile,
  listOption,
  readOptionalFile,
  readTextFile,
  textOption,
} from '@towline/shared/cli';
import {
  createEnvironmentResolver,
  createFileResolver,
  createSecretStore,
  type SecretStore,
} from '@towline/shared/config';
import { createAgentPool, createHttpClient, readProxySettings } from '@towline/shared/http';
import type { HttpClient, ImagePlaces } from '@towline/shared/ports';
import { inheritedEnvironment, systemClock } from '@towline/shared/process';
import {
  createCredentialStore,
  createRegistryPlaces,
  parseRegistriesConf,
  type RegistryEntry,
  type RegistryPlacesDependencies,
} from '@towline/shared/registry';
import { createImageStore, type ImageStore } from '../../adapters/builders/towline/image-store.js';
import { createPlainHttpProbe } from '../../adapters/builders/towline/plain-http-probe.js';
import { createListTags, type ListTags } from './list-tags.js';
import { storeFolder } from './store-limits.js';

/** What the image commands work with. */
export interface Images {
  readonly store: ImageStore;
  readonly registries: ImagePlaces;
  readonly http: HttpClient;
  readonly secrets: SecretStore;
  readonly listTags: ListTags;
  /** What programs see that unpack archives and layers. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lets go of idle connections. */
  readonly close: () => void;
}

/** Makes what the image commands work with, as options and environment say. */
export async function composeImages(invocation: Invocation): Promise<Images> {
  const { environment } = invocation;
  const proxy = readProxySettings(environment);
  const agents = createAgentPool({ proxy });
  const pools = [agents];
  const clock = systemClock;
  const http = createHttpClient({ clock, agents });
  const aws = createAws({ clock, agents }, { region: environment.AWS_REGION });
  const dockerConfig = join(environment.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json');
  const resolvers = [
    createEnvironmentResolver(environment),
    createFileResolver(),
    createSecretsManagerResolver(aws),
    createSsmResolver(aws),
  ];
  const readDockerConfig = () => readOptionalFile(dockerConfig);
  const dependencies: RegistryPlacesDependencies = {
    clock,
    credentials: createCredentialStore({ clock, environment, resolvers, readDockerConfig }),
    aws: () => aws,
    http(tls) {
      if ((tls.ca ?? []).length === 0 && (tls.insecureHosts ?? []).length === 0) return http;
      const own = createAgentPool({ proxy, ...tls });
      pools.push(own);
      return createHttpClient({ clock, agents: own });
    },
  };
  const options = {
    entries: await readEntries(textOption(invocation, 'registries')),
    plainHttp: createPlainHttpProbe(
      createHttpClient({ clock, agents }, { retries: 0 }),
      listOption(invocation, 'plain-http'),
    ),
  };
  return {
    store: createImageStore(storeFolder(invocation)),
    registries: createRegistryPlaces(dependencies, options),
    listTags: createListTags(dependencies, options),
    http,
    environment: inheritedEnvironment(environment, ['PATH']),
    secrets: createSecretStore({ resolvers }),
    close() {
      for (const pool of pools) pool.close();
    },
  };
}

async function readEntries(path: string | undefined): Promise<readonly RegistryEntry[]> {
  if (path === undefined) return [];
  const reading = parseRegistriesConf(await readTextFile(path));
  if (reading.kind === 'valid') return reading.registries;
  throw invalidFile(path, reading.findings);
}
