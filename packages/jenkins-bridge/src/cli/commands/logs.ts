import { answer, type CommandModule, createPaint } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { systemClock } from '@towline/shared/process';
import { noBuild } from '../../app/builds/followed-build.js';
import { attachBuild } from '../../app/builds/run-build.js';
import { exitOf } from '../../core/build/build-result.js';
import { reportData } from '../jenkins/build-data.js';
import { reportText } from '../jenkins/build-text.js';
import { createBuildView, wantsData } from '../jenkins/build-view.js';
import { connectJenkins } from '../jenkins/connect-jenkins.js';
import { jenkinsOptions } from '../jenkins/jenkins-options.js';
import { leaveBuilds } from '../jenkins/leave-build.js';
import { buildArguments, namedBuild } from '../jenkins/named-build.js';
import { answerOptions, readAnswers } from '../jenkins/read-answers.js';

/** `logs JOB [NUMBER]`: the log of a build, from its first line until it ends. */
export const logs: CommandModule = {
  spec: {
    description:
      'Writes the log of a build from its first line, and follows it until it ends. Ctrl-C leaves the build to itself, a second one stops it. The exit code is that of the result, as with build.',
    arguments: buildArguments,
    options: [...answerOptions, ...jenkinsOptions],
    examples: [
      ['jenkins-bridge logs team/app', 'the log of the last build'],
      ['jenkins-bridge logs team/app 42 | grep ERROR', 'that of another, for other programs'],
    ],
  },
  async run(invocation) {
    const { signal, terminal } = invocation;
    await using connected = await connectJenkins(invocation);
    const { jenkins } = connected;
    const id = await namedBuild(invocation, jenkins);
    if ((await jenkins.build(id, { signal })) === undefined) throw noBuild(id);
    const view = createBuildView(invocation, { log: !wantsData(invocation), answers: readAnswers(invocation) });
    try {
      const report = await attachBuild({ jenkins, clock: systemClock, signal }, id, view);
      view.done();
      if (wantsData(invocation)) answer(invocation, reportData(report), () => '');
      else terminal.stderr.write(reportText(report, createPaint(terminal.stderr.colors)));
      return exitCodes[exitOf(report.result)];
    } catch (error) {
      view.done();
      const code = signal.aborted
        ? await leaveBuilds(invocation, { jenkins, clock: systemClock, running: [id] })
        : undefined;
      if (code === undefined) throw error;
      return code;
    }
  },
};
