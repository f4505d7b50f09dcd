import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAws } from '@towline/shared/aws';
import { readOptionalFile } from '@towline/shared/cli';
import { createEnvironmentResolver, createFileResolver } from '@towline/shared/config';
import { createAgentPool, createHttpClient } from '@towline/shared/http';
import type { ImagePlaces } from '@towline/shared/ports';
import { systemClock as clock } from '@towline/shared/process';
import { createCredentialStore, createRegistryPlaces, parseRegistriesConf } from '@towline/shared/registry';
import type { KitProgram } from '../standalone/index.js';
import { openCluster } from './cluster.js';
import { startOperator } from './start-operator.js';

/** `towline-kit operator`: a miniature of Argo CD and of the cluster that it deploys to. */
export const operatorProgram: KitProgram = {
  summary:
    'Does what Argo CD and a cluster do, in miniature: runs the images of Applications as processes of this machine, without isolation.',
  options: {
    kubeconfig: { type: 'string' },
    namespace: { type: 'string', default: 'argocd' },
    registries: { type: 'string' },
  },
  async start({ kubeconfig, namespace, registries }, port) {
    if (typeof kubeconfig !== 'string') throw new RangeError('--kubeconfig is needed');
    const folder = await mkdtemp(join(tmpdir(), 'towline-operator-'));
    const operator = await startOperator({
      cluster: openCluster(readFileSync(kubeconfig, 'utf8')),
      registries: openRegistries(typeof registries === 'string' ? registries : undefined),
      namespace: String(namespace),
      folder,
      port,
      onProblem: (sentence) => process.stderr.write(`towline-kit operator: ${sentence}\n`),
    });
    return {
      ready: { url: operator.url },
      async stop() {
        await operator.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

/** The registries of a registries.conf and of docker's config, and ECR by the AWS identity of the environment. */
function openRegistries(conf: string | undefined): ImagePlaces {
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
