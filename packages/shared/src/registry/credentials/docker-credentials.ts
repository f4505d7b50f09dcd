import type { Environment } from '../../process/index.js';
import type { Secret } from '../../secret/index.js';
import type { RegistryCredential } from './credential.js';
import { askCredentialHelper } from './credential-helper.js';
import { credentialsMissing } from './credentials-missing.js';
import {
  type DockerConfig,
  dockerConfigSchema,
  dockerHubKey,
  findInAuths,
  hostsOf,
  type RegistryNames,
} from './docker-config.js';

/** Where docker keeps what it knows. */
export interface DockerPlace {
  readonly environment: Environment;
  /** Content of docker's config.json, as it is now; undefined where there is none. */
  readonly readDockerConfig?: (() => Promise<string | undefined>) | undefined;
}

/** What docker itself would use: the registry's own helper, the general one, then `auths`. Undefined where it would ask anonymously. */
export async function askDocker(
  { readDockerConfig, environment }: DockerPlace,
  names: RegistryNames,
): Promise<RegistryCredential | undefined> {
  const text = await readDockerConfig?.();
  if (text === undefined) return undefined;
  const config = parseDockerConfig(text, 'The docker config');
  const hosts = hostsOf(names);
  const server = hosts.has('docker.io') ? dockerHubKey : names.repository.host;
  const named = Object.entries(config.credHelpers ?? {}).find(([host]) => hosts.has(host.toLowerCase()));
  for (const helper of [named?.[1], config.credsStore]) {
    const credential = helper ? await askCredentialHelper(helper, server, { environment }) : undefined;
    if (credential !== undefined) return credential;
  }
  return findInAuths(config, names);
}

/** The credentials for a registry in a pull secret of Kubernetes, whose fields these are. `text` names it in errors. */
export function fromPullSecret(
  fields: Readonly<Record<string, Secret>>,
  text: string,
  names: RegistryNames,
): RegistryCredential {
  const current = fields['.dockerconfigjson'];
  // The old form is the `auths` alone.
  const json = current?.reveal() ?? fields['.dockercfg']?.map((auths) => `{"auths":${auths}}`).reveal();
  if (json === undefined) throw credentialsMissing(`${text} has no field .dockerconfigjson`);
  const credential = findInAuths(parseDockerConfig(json, text), names);
  if (credential === undefined)
    throw credentialsMissing(`${text} has no entry for ${[...hostsOf(names)].join(' or ')}`);
  return credential;
}

function parseDockerConfig(text: string, what: string): DockerConfig {
  const config = dockerConfigSchema.safeParse(parseJson(text));
  if (config.success) return config.data;
  throw credentialsMissing(`${what} is not in the form of docker's config.json`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which holds secrets.
    return undefined;
  }
}
