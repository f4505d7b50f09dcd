import type { BuildId, BuildResult, Interruption, JenkinsBuilds } from '../../core/jenkins/jenkins.js';
import { type Patience, patiently } from './patiently.js';

/** How a build came to its end. */
export type StopOutcome =
  | { readonly kind: 'ended'; readonly by: Interruption | undefined; readonly result: BuildResult }
  /** It runs although everything was tried. */
  | { readonly kind: 'running' }
  | { readonly kind: 'missing' };

/** From the gentlest: interrupt the step that runs; end running steps; forget the build. */
const ladder: readonly Interruption[] = ['stop', 'term', 'kill'];

/** As Jenkins' own page does it. */
const graceMs = 15_000;
const pauseMs = 1_000;

/** Ends a build: stop, after fifteen seconds term, after fifteen more kill. `onTry` is told of each. */
export async function stopBuild(
  jenkins: Pick<JenkinsBuilds, 'build' | 'interrupt'>,
  id: BuildId,
  { onTry, ...patience }: Patience & { readonly onTry?: ((how: Interruption) => void) | undefined },
): Promise<StopOutcome> {
  const { clock, signal } = patience;
  const look = () => patiently(patience, () => jenkins.build(id, { signal }));
  const before = await look();
  if (before === undefined) return { kind: 'missing' };
  if (before.result !== undefined) return { kind: 'ended', by: undefined, result: before.result };
  for (const how of ladder) {
    onTry?.(how);
    await patiently(patience, () => jenkins.interrupt(id, how, { signal }));
    for (const end = clock.now() + graceMs; clock.now() < end; await clock.sleep(pauseMs, signal)) {
      const state = await look();
      if (state === undefined) return { kind: 'missing' };
      if (state.result !== undefined) return { kind: 'ended', by: how, result: state.result };
    }
  }
  return { kind: 'running' };
}
