import { CliError } from '@towline/shared/cli';
import { createSecretStore } from '@towline/shared/config';
import { createArgocdApi } from '../../adapters/argocd/argocd-api.js';
import { type ArgocdApplications, createArgocdApplications } from '../../adapters/argocd/argocd-applications.js';
import { createKubernetesResolver } from '../../adapters/kubernetes/secrets.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';

/** Argo CD's own API, where the settings name its address. */
export function composeArgocd(
  { argocd: { server, token } }: Settings,
  { http, resolvers, clock }: Base,
  cluster: Cluster | undefined,
): ArgocdApplications | undefined {
  if (server === undefined) return undefined;
  if (token === undefined) {
    throw new CliError('cli-config-invalid', `Argo CD at ${server} is asked with a token, and none is named`, {
      hint: 'Set --argocd-token to a secret reference, such as env:ARGOCD_TOKEN.',
    });
  }
  const known = cluster === undefined ? resolvers : [...resolvers, createKubernetesResolver(cluster.secrets)];
  const secrets = createSecretStore({ resolvers: known, clock });
  return createArgocdApplications(
    createArgocdApi(http, { server, token: (waiting) => secrets.get(token.text, waiting) }),
  );
}
