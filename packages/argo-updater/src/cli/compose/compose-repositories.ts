import { homedir } from 'node:os';
import { join } from 'node:path';
import { CliError, readOptionalFile, readTextFile } from '@towline/shared/cli';
import { createSecretStore } from '@towline/shared/config';
import type { GitSigning } from '@towline/shared/git';
import { createFetch } from '@towline/shared/http';
import { runProcess } from '@towline/shared/process';
import { Secret } from '@towline/shared/secret';
import { createManifestRepositories, type ManifestRepositories } from '../../adapters/git/manifest-repositories.js';
import { createKubernetesResolver } from '../../adapters/kubernetes/secrets.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';

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
  const places = {
    cluster: cluster?.repositories,
    secrets: createSecretStore({ resolvers: known, clock }),
    knownHosts,
    fallback: git.credentials?.text,
  };
  return createManifestRepositories(
    { run: runProcess, clock, log, environment, fetch: createFetch(http), places },
    {
      identity: { name: git.user, email: git.email },
      signing: await readSigning(git),
      cacheDirectory: cache.directory,
      commits: git.method,
    },
  );
}

async function readSigning({ signingKey, signingMethod }: Settings['git']): Promise<GitSigning | undefined> {
  if (signingKey === undefined || signingKey === '') return undefined;
  if (signingMethod !== 'ssh') {
    throw new CliError(
      'cli-config-invalid',
      'Commits are signed with SSH keys, and git-commit-signing-method is openpgp',
      {
        hint: 'Set --git-commit-signing-method ssh, and name the path of a private SSH key.',
      },
    );
  }
  return { kind: 'ssh', privateKey: new Secret(await readTextFile(signingKey)) };
}
