import { answer, type CommandModule } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { systemClock } from '@towline/shared/process';
import { noBuild } from '../../app/builds/followed-build.js';
import { type StopOutcome, stopBuild } from '../../app/builds/stop-build.js';
import type { BuildId } from '../../core/jenkins/jenkins.js';
import { connectJenkins } from '../jenkins/connect-jenkins.js';
import { jenkinsOptions } from '../jenkins/jenkins-options.js';
import { buildArguments, namedBuild } from '../jenkins/named-build.js';

/** `stop JOB [NUMBER]`: ends a build. */
export const stop: CommandModule = {
  spec: {
    description:
      'Ends a build, gently first: stop, after fifteen seconds term, after fifteen more kill. A build that has ended is left alone. Exit code 1 where it runs on although everything was tried.',
    arguments: buildArguments,
    options: jenkinsOptions,
    examples: [['jenkins-bridge stop team/app 42', 'end build 42']],
  },
  async run(invocation) {
    const { signal, terminal } = invocation;
    await using connected = await connectJenkins(invocation);
    const id = await namedBuild(invocation, connected.jenkins);
    const onTry = (how: string) => terminal.stderr.write(`${how} …\n`);
    const outcome = await stopBuild(connected.jenkins, id, { clock: systemClock, signal, onTry });
    if (outcome.kind === 'missing') throw noBuild(id);
    answer(invocation, { ...id, ...outcome }, () => outcomeText(id, outcome));
    return outcome.kind === 'ended' ? exitCodes.done : exitCodes.failed;
  },
};

function outcomeText({ job, number }: BuildId, outcome: StopOutcome): string {
  if (outcome.kind !== 'ended') return `${job} #${number} still runs: end it on the machine that it runs on\n`;
  const { by, result } = outcome;
  return by === undefined
    ? `${job} #${number} had ended before: ${result}\n`
    : `${job} #${number} ended by ${by}: ${result}\n`;
}
