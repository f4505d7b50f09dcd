import { createLiveApplications } from '../../adapters/kubernetes/live-applications.js';
import type { LivePort } from '../../app/pass/ports.js';
import type { Settings } from '../settings/settings-schema.js';
import { composeArgocd } from './compose-argocd.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';

/** Live Applications by Argo CD's own API where the settings name it, else by the cluster; undefined where there is neither. */
export function composeLive(settings: Settings, base: Base, cluster: Cluster | undefined): LivePort | undefined {
  return composeArgocd(settings, base, cluster) ?? (cluster && createLiveApplications(cluster.client));
}
