import type { SecretStore } from '@towline/shared/config';
import { parseGitUrl } from '@towline/shared/git';
import type { SecretReference } from '@towline/shared/secret';
import { projectOf } from '../../adapters/git/github-place.js';
import { createGithubStatusNotifier } from '../../adapters/notify/github-status-notifier.js';
import { createKubernetesNotifier } from '../../adapters/notify/kubernetes-notifier.js';
import type { CurrentSecret } from '../../adapters/notify/notifier.js';
import { createSlackNotifier } from '../../adapters/notify/slack-notifier.js';
import { createWebhookNotifier } from '../../adapters/notify/webhook-notifier.js';
import type { Notifier } from '../../app/outcome/ports.js';
import type { Application } from '../../core/application/application.js';
import { selectSource } from '../../core/application/source.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';

/** Everyone whom the settings have told of failures. */
export function composeNotifiers(
  { notify, kubernetes, hosts }: Settings,
  { http, clock }: Pick<Base, 'http' | 'clock'>,
  { cluster, secrets }: { readonly cluster: Cluster | undefined; readonly secrets: SecretStore },
): readonly Notifier[] {
  const notifiers: Notifier[] = [];
  const current =
    (reference: SecretReference): CurrentSecret =>
    (waiting) =>
      secrets.get(reference.text, waiting);
  if (cluster && !kubernetes.disableEvents) notifiers.push(createKubernetesNotifier({ client: cluster.client, clock }));
  if (notify.webhook !== undefined) {
    const secret = notify.webhookSecret && current(notify.webhookSecret);
    notifiers.push(createWebhookNotifier({ http, clock }, { url: notify.webhook, secret }));
  }
  if (notify.slack) notifiers.push(createSlackNotifier(http, current(notify.slack)));
  if (notify.githubToken) {
    const apiUrl = hosts.githubApiUrl ?? 'https://api.github.com';
    const target = { apiUrl, token: current(notify.githubToken), context: notify.githubContext };
    const isOwn = hosts.githubApiUrl !== undefined;
    notifiers.push(
      createGithubStatusNotifier(http, { ...target, repositoryOf: (one) => githubRepository(one, isOwn) }),
    );
  }
  return notifiers;
}

/** `owner/name`, where the manifests are on github.com, or on the server that the settings name. */
function githubRepository(application: Application, isOwnServer: boolean): string | undefined {
  const address = selectSource(application)?.source.repository;
  if (address === undefined || address === '') return undefined;
  try {
    const { host, project } = projectOf(parseGitUrl(address).address);
    return isOwnServer || host === 'github.com' ? project : undefined;
  } catch {
    // An address of a Helm repository is none of Git.
    return undefined;
  }
}
