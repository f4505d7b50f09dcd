import { createProgress, type Invocation, listOption, type Progress } from '@towline/shared/cli';
import type { GitIdentity } from '@towline/shared/ports';
import type { GatherOptions, PassPorts } from '../../app/pass/ports.js';
import { loadSettings } from '../settings/load-settings.js';
import type { Settings } from '../settings/settings-schema.js';
import { composeApplications } from './compose-applications.js';
import { composeBase } from './compose-base.js';
import { composeCluster, controllerNamespace } from './compose-cluster.js';
import type { RegistryUse } from './compose-registry.js';
import { composeWork } from './compose-work.js';
import { type Plugs, plugTagPolicy } from './plugs.js';
import { showProgress } from './show-progress.js';

/** Everything that a pass works with, and what it looks at. */
export interface ComposedPass extends AsyncDisposable {
  readonly settings: Settings;
  readonly ports: PassPorts;
  readonly options: GatherOptions;
  readonly progress: Progress;
  /** Whose name commits bear. */
  readonly author: GitIdentity;
}

/** What a command makes of a pass. */
export interface PassUse extends Pick<RegistryUse, 'pushTimes'>, Pick<Plugs, 'tagPolicy'> {
  /** How much is logged where no setting says it. */
  readonly level: 'info' | 'warn';
}

/** Wires a pass by the settings of an invocation. */
export async function composePass(invocation: Invocation, use: PassUse): Promise<ComposedPass> {
  const { level, pushTimes } = use;
  const settings = await loadSettings(invocation);
  const base = await composeBase(settings, invocation, level);
  const cluster = await composeCluster(settings, base);
  const work = await composeWork(settings, base, { cluster, pushTimes });
  const { repositories } = work;
  const progress = createProgress(invocation.terminal.stderr);
  const ports: PassPorts = {
    ...plugTagPolicy(work.ports, use),
    applications: composeApplications(settings, base, { cluster, repositories }),
  };
  return {
    settings,
    ports: showProgress(ports, progress),
    options: gatherOptions(settings, invocation, controllerNamespace(settings, cluster?.client)),
    progress,
    author: { name: settings.git.user, email: settings.git.email },
    async [Symbol.asyncDispose]() {
      progress.done();
      base.close();
      await work[Symbol.asyncDispose]();
    },
  };
}

/** What of the Applications an invocation looks at. */
export function gatherOptions(settings: Settings, invocation: Invocation, namespace: string): GatherOptions {
  const named = (flag: string) => {
    const names = listOption(invocation, flag);
    return names.length === 0 ? undefined : names;
  };
  return {
    controllerNamespace: namespace,
    compat: settings.applications.compat === 'argocd-image-updater',
    applications: named('application'),
    repositories: named('repository'),
    emails: [settings.git.email],
    concurrency: settings.limits,
  };
}
