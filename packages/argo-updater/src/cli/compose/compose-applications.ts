import { CliError } from '@towline/shared/cli';
import type { ManifestRepositories } from '../../adapters/git/manifest-repositories.js';
import { readCluster } from '../../adapters/kubernetes/read-cluster.js';
import { readFolder } from '../../adapters/manifests/read-folder.js';
import { readRepository } from '../../adapters/manifests/read-repository.js';
import type { ApplicationsPort } from '../../app/pass/ports.js';
import type { Settings } from '../settings/settings-schema.js';
import { composeArgocd } from './compose-argocd.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';

/** What Applications are read by. */
export interface ApplicationPlaces {
  readonly cluster: Cluster | undefined;
  readonly repositories: ManifestRepositories;
}

/** Where Applications are read, as the settings say: a file or folder, a Git repository, Argo CD, or the cluster. */
export function composeApplications(
  settings: Settings,
  base: Base,
  { cluster, repositories }: ApplicationPlaces,
): ApplicationsPort {
  const { applications } = settings;
  const { from, branch, path: folder } = applications;
  if (from !== undefined && isGitAddress(from)) {
    return {
      async read(waiting) {
        const repository = await repositories.open({ repository: from, credentials: { kind: 'repocreds' } }, waiting);
        return readRepository({ repository, url: from, branch, folder }, waiting);
      },
    };
  }
  if (from !== undefined) return { read: (waiting) => readFolder(from, waiting) };
  const argocd = composeArgocd(settings, base, cluster);
  if (argocd !== undefined) return { read: (waiting) => argocd.readAll(waiting) };
  if (cluster === undefined) {
    throw new CliError('cli-usage', 'Nothing says where Applications are read', { hint: 'Set --applications.' });
  }
  return { read: ({ signal }) => readCluster(cluster.client, { namespaces: cluster.namespaces, signal }) };
}

/** Whether the text is an address (`https://…`, `git@host:path`) and no path of this machine. */
export function isGitAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^[^/\\:]+@[^/\\:]+:/i.test(text);
}
