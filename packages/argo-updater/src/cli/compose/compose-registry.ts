import { homedir } from 'node:os';
import { join } from 'node:path';
import { invalidFile, readOptionalFile, readTextFile } from '@towline/shared/cli';
import type { SigningRegistry } from '@towline/shared/ports';
import {
  createCredentialStore,
  createFactCache,
  createMemoryFactCache,
  createRegistries,
  type KubernetesSecretReader,
  type OnRegistryAllowance,
  parseRegistriesConf,
  type RegistryEntry,
} from '@towline/shared/registry';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';

/** Where the image of argocd-image-updater has the file, and so where a drop-in finds it. */
export const usualConf = '/app/config/registries.conf';

/** Where that image has CAs of registries, each in a file that is called as the host. */
const usualCaFolder = '/app/config/tls';

/** What a command makes of registries. */
export interface RegistryUse {
  /** Reads pull secrets, where a cluster is at hand. */
  readonly kubernetes?: KubernetesSecretReader | undefined;
  /** Whether people are told how old images are; where not, listings of ECR are a quarter as long. Default: yes. */
  readonly pushTimes?: boolean | undefined;
  /** Requests a second, whatever registries.conf says. */
  readonly perSecond?: number | undefined;
  /** Told how many more pulls registries allow. */
  readonly onAllowance?: OnRegistryAllowance | undefined;
}

/** Every registry that images may be in, as registries.conf and docker's config say. */
export async function composeRegistry(
  { registries, cache }: Settings,
  { environment, clock, log, httpWith, aws, resolvers }: Base,
  { kubernetes, pushTimes, perSecond, onAllowance }: RegistryUse = {},
): Promise<SigningRegistry> {
  const { confPath, concurrency, maxTags } = registries;
  const dockerConfig =
    registries.dockerConfig ?? join(environment.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json');
  const credentials = createCredentialStore({
    clock,
    environment,
    resolvers,
    readDockerConfig: () => readOptionalFile(dockerConfig),
    ...(kubernetes === undefined ? {} : { kubernetes }),
  });
  const facts =
    cache.directory === undefined
      ? createMemoryFactCache()
      : createFactCache({ directory: join(cache.directory, 'facts'), log });
  return createRegistries(
    { http: httpWith, clock, log, cache: facts, credentials, aws: () => aws, onAllowance },
    { entries: await readEntries(confPath), concurrency, perSecond, maxTags, pushTimes, caFolder: usualCaFolder },
  );
}

async function readEntries(confPath: string | undefined): Promise<readonly RegistryEntry[]> {
  const path = confPath ?? usualConf;
  const text = confPath === undefined ? await readOptionalFile(path) : await readTextFile(path);
  if (text === undefined) return [];
  const reading = parseRegistriesConf(text);
  if (reading.kind === 'valid') return reading.registries;
  throw invalidFile(path, reading.findings);
}
