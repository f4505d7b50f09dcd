import type { Invocation, OutputStream } from '@towline/shared/cli';
import { runPass } from '../../app/pass/run-pass.js';
import { planPass } from '../../app/plan-pass.js';
import type { PassOptions, Updater, UpdaterOptions } from '../../updater.js';
import { runLive } from '../commands/run-live.js';
import { type ComposedPass, composePass } from '../compose/compose-pass.js';
import { composeStyle } from '../compose/compose-style.js';
import type { Plugs } from '../compose/plugs.js';
import { describeApplication, describeDelivery, describeSkipped } from './describe-plan.js';

/** The updater of another program: the commands `plan`, `run --once` and `run` without a terminal. */
export function embeddedUpdater(options: UpdaterOptions): Updater {
  const plugs: Plugs = {
    tagPolicy: options.tagPolicy,
    notifiers: (options.notifiers ?? []).map((notify, index) => ({
      channel: `function ${index + 1}`,
      notify: async (news, _application, { signal }) => notify(news, signal),
    })),
  };
  const compose = (pass: PassOptions, level: 'info' | 'warn'): Promise<ComposedPass> =>
    composePass(invocationOf(options, pass), { level, ...plugs });
  return {
    async plan(pass = {}) {
      await using composed = await compose(pass, 'warn');
      const planned = await planPass(composed.ports, composed.options, { signal: pass.signal });
      return { applications: planned.plan.applications.map(describeApplication), ...describeSkipped(planned) };
    },
    async runOnce(pass = {}) {
      await using composed = await compose(pass, 'info');
      const style = await composeStyle(composed.settings, false);
      const { delivered } = await runPass(composed.ports, { ...composed.options, style }, { signal: pass.signal });
      return delivered.map(describeDelivery);
    },
    async run(signal) {
      await runLive(invocationOf(options, { signal }), plugs);
    },
  };
}

/** What the command line would have been. */
function invocationOf(options: UpdaterOptions, { only = [], signal }: PassOptions): Invocation {
  const { applications, settings, environment = {}, log = () => undefined } = options;
  const stream = (write: (text: string) => void): OutputStream => ({
    write,
    isTerminal: false,
    colors: false,
    columns: undefined,
  });
  return {
    args: [],
    options: { ...settings, ...(applications !== undefined && { applications }), application: only },
    terminal: { stdout: stream(() => undefined), stderr: stream(log), ask: undefined },
    environment,
    signal: signal ?? new AbortController().signal,
    commands: [],
  };
}
