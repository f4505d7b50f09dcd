import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The programs that the demo runs: both packages as users start them, and the kit with the embedded servers. */
export const programs = {
  kit: join(root, 'test/kit/bin/towline-kit.js'),
  argoUpdater: join(root, 'packages/argo-updater/bin/argo-updater.js'),
  jenkinsBridge: join(root, 'packages/jenkins-bridge/bin/jenkins-bridge.js'),
} as const;

/** The folders and files of one demo, all below one that goes in the end. */
export interface Place {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly registriesConf: string;
  readonly logs: string;
  /** The logs of builds. */
  readonly builds: string;
  readonly cache: string;
  readonly tokens: string;
}

/** What is where in a folder. */
export function placeIn(folder: string): Place {
  return {
    folder,
    kubeconfig: join(folder, 'kubeconfig'),
    registriesConf: join(folder, 'registries.yaml'),
    logs: join(folder, 'logs'),
    builds: join(folder, 'builds'),
    cache: join(folder, 'cache'),
    tokens: join(folder, 'api-tokens.json'),
  };
}
