import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@towline/shared/process';

/** A controller in a process of its own. */
export interface StartedUpdater {
  /** Of webhooks and the API. */
  readonly server: string;
  /** Of probes and metrics. */
  readonly probes: string;
  readonly log: () => string;
  /** Ends it by SIGTERM; its exit code. */
  stop(): Promise<number | null>;
  /** Ends it by SIGKILL, at whatever it is. */
  kill(): Promise<void>;
}

const program = fileURLToPath(new URL('../../../packages/argo-updater/bin/argo-updater.js', import.meta.url));

/** Starts `argo-updater run` with these options on ports that the kernel chooses, and waits until it listens. */
export async function startUpdater(
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<StartedUpdater> {
  const listening = ['--enable-webhook', '--server-host=127.0.0.1', '--webhook-port=0', '--logformat=json'];
  const plain = ['--health-probe-bind-address=127.0.0.1:0', '--metrics-bind-address=127.0.0.1:0'];
  const env = { ...inheritedEnvironment(process.env, ['PATH', 'TMPDIR']), ...environment };
  const args = [program, 'run', ...listening, ...plain, ...options];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let log = '';
  const urlIn = (sentence: string) => new RegExp(`"url":"([^"]+)","msg":"${sentence}"`).exec(log)?.[1];
  const urls = () => ({
    server: urlIn('Webhooks and the API are served'),
    probes: urlIn('Probes and metrics are served'),
  });
  await new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.stderr.on('data', (data) => {
      log += data;
      if (urls().server !== undefined) resolve();
    });
  });
  const { server, probes } = urls();
  if (server === undefined || probes === undefined) throw new Error(`argo-updater did not start:\n${log}`);
  return {
    server,
    probes,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
