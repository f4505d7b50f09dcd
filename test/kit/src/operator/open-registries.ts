import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createAws } from '@towline/shared/aws';
import { readOptionalFile } from '@towline/shared/cli';
import { createEnvironmentResolver, createFileResolver } from '@towline/shared/config';
import { createAgentPool, createHttpClient } from '@towline/shared/http';
import type { ImagePlaces } from '@towline/shared/ports';
import { systemClock as clock } from '@towline/shared/process';
import { createCredentialStore, createRegistryPlaces, parseRegistriesConf } from '@towline/shared/registry';

/** The registries of a registries.conf and of docker's config, and ECR by the AWS identity of the environment. */
export function openRegistries(conf: string | undefined): ImagePlaces {
  const agents = createAgentPool({});
  const http = createHttpClient({ clock, agents });
  const aws = createAws({ clock, agents }, { region: process.env.AWS_REGION });
  const resolvers = [createEnvironmentResolver(process.env), createFileResolver()];
  const dockerConfig = join(process.env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json');
  const readDockerConfig = () => readOptionalFile(dockerConfig);
  const credentials = createCredentialStore({ clock, environment: process.env, resolvers, readDockerConfig });
  const reading = conf === undefined ? undefined : parseRegistriesConf(readFileSync(conf, 'utf8'));
  if (reading?.kind === 'invalid') throw new RangeError(`${conf}: ${reading.findings[0]?.message}`);
  const loopback = /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/;
  return createRegistryPlaces(
    { clock, credentials, aws: () => aws, http: () => http },
    { entries: reading?.registries ?? [], plainHttp: async (host) => loopback.test(host) },
  );
}
