import { homedir } from 'node:os';
import { join } from 'node:path';
import { readOptionalFile, readTextFile } from '@towline/shared/cli';
import { createSecretStore } from '@towline/shared/config';
import { createFetch } from '@towline/shared/http';
import { runProcess } from '@towline/shared/process';
import { createManifestRepositories, type ManifestRepositories } from '../../adapters/git/manifest-repositories.js';
import { createKubernetesResolver } from '../../adapters/kubernetes/secrets.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';
import { readSigning } from './read-signing.js';

/** The manifest repositories, opened with the credentials that Argo CD, the annotations or the settings name. */
export async function composeRepositories(
  { git, cache }: Settings,
  { clock, log, environment, resolvers, http }: Base,
  cluster: Cluster | undefined,
): Promise<ManifestRepositories> {
  const known = cluster === undefined ? resolvers : [...resolvers, createKubernetesResolver(cluster.secrets)];
  const knownHosts =
    git.knownHostsPath === undefined
      ? await readOptionalFile(join(homedir(), '.ssh', 'known_hosts'))
      : await readTextFile(git.knownHostsPath);
  const secrets = createSecretStore({ resolvers: known, clock });
  const places = {
    cluster: cluster?.repositories,
    secrets,
    knownHosts,
    fallback: git.credentials?.text,
  };
  return createManifestRepositories(
    { run: runProcess, clock, log, environment, fetch: createFetch(http), places },
    {
      identity: { name: git.user, email: git.email },
      signing: await readSigning(git, secrets),
      cacheDirectory: cache.directory,
      commits: git.method,
    },
  );
}
