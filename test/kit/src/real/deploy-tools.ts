import { join } from 'node:path';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { cacheFolder, findProgram } from './find-program.js';

/** The programs that render and check what is deployed, and the versions that `.ci/install-real.sh` brings. */
export const deployTools = {
  helm: { version: 'v3.22.0' },
  kustomize: { version: 'v5.8.2' },
  'cfn-lint': { version: '1.51.0' },
} as const;

/** The version of the Prometheus operator whose definitions are installed. */
export const prometheusCrdsVersion = 'v0.85.0';

/** The definitions of ServiceMonitor and PrometheusRule, as the Prometheus operator publishes them. */
export const prometheusCrds: readonly string[] = ['servicemonitors', 'prometheusrules'].map((plural) =>
  join(cacheFolder(), `prometheus-crds-${prometheusCrdsVersion}`, `monitoring.coreos.com_${plural}.yaml`),
);

/** The name of such a program. */
export type DeployTool = keyof typeof deployTools;

/** Where the program is: that of `.ci/install-real.sh`, else one on PATH. */
export function findDeployTool(name: DeployTool): string | undefined {
  const folder = join(cacheFolder(), `${name}-${deployTools[name].version}`);
  return findProgram(name, [folder, join(folder, 'bin')]);
}

/** Runs it and gives what it wrote; that it fails is an error with its last words. */
export async function runDeployTool(name: DeployTool, args: readonly string[]): Promise<string> {
  const { stdout } = await runProcess({
    command: findDeployTool(name) ?? name,
    args,
    env: inheritedEnvironment(process.env, ['PATH', 'HOME', 'TMPDIR']),
    maxOutputBytes: 16 << 20,
    timeoutMs: 60_000,
  });
  return Buffer.from(stdout).toString('utf8');
}
