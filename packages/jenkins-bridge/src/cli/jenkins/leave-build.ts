import { createPaint, type Invocation } from '@towline/shared/cli';
import { errorCode, exitCodes } from '@towline/shared/errors';
import type { Clock } from '@towline/shared/ports';
import { decideLeaving } from '../../app/builds/detach.js';
import { stopBuild } from '../../app/builds/stop-build.js';
import { exitOf, worstResult } from '../../core/build/build-result.js';
import type { BuildId, Jenkins } from '../../core/jenkins/jenkins.js';

/** Whose builds are left. */
export interface Leaving {
  readonly jenkins: Jenkins;
  readonly clock: Clock;
  readonly running: readonly BuildId[];
}

/** Resolves with the next Ctrl-C. The process does not end by it. */
export function nextInterrupt(): { readonly again: Promise<void>; forget(): void } {
  let tell = () => {};
  const again = new Promise<void>((resolve) => {
    tell = resolve;
  });
  process.once('SIGINT', tell);
  return { again, forget: () => process.off('SIGINT', tell) };
}

/**
 * What Ctrl-C does to builds that are followed: they go on, and the command ends; a second one within three seconds stops them. Gives the
 * exit code, or undefined where something else ended the command.
 */
export async function leaveBuilds(
  invocation: Invocation,
  { jenkins, clock, running }: Leaving,
): Promise<number | undefined> {
  const { signal, terminal } = invocation;
  if (errorCode(signal.reason) !== 'cli-interrupted') return undefined;
  const { again, forget } = nextInterrupt();
  const paint = createPaint(terminal.stderr.colors);
  const names = running.map(({ job, number }) => `${job} #${number}`).join(', ');
  terminal.stderr.write(`${paint.yellow('Detached')}: ${names || 'nothing'} goes on. Ctrl-C again stops it.\n`);
  try {
    if (running.length === 0 || (await decideLeaving(clock, again)) === 'detach') {
      for (const { job, number } of running) terminal.stderr.write(`  jenkins-bridge logs ${job} ${number}\n`);
      return exitCodes.interrupted;
    }
    const onTry = (how: string) => terminal.stderr.write(`${how} …\n`);
    const ends = await Promise.all(running.map((id) => stopBuild(jenkins, id, { clock, onTry })));
    const results = ends.flatMap((one) => (one.kind === 'ended' ? [one.result] : []));
    return results.length === ends.length ? exitCodes[exitOf(worstResult(results))] : exitCodes.failed;
  } finally {
    forget();
  }
}
