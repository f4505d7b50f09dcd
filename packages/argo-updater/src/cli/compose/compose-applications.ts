import { readCluster } from '../../adapters/kubernetes/read-cluster.js';
import type { ApplicationsPort } from '../../app/pass/ports.js';
import { CliError } from '../frame/cli-error.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Cluster } from './compose-cluster.js';

/** Where Applications are read, as the settings say. */
export function composeApplications(_settings: Settings, cluster: Cluster | undefined): ApplicationsPort {
  if (cluster === undefined) throw new CliError('cli-usage', 'No place is named where Applications are read');
  return { read: ({ signal }) => readCluster(cluster.client, { namespaces: cluster.namespaces, signal }) };
}
