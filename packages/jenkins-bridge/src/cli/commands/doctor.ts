import { access } from 'node:fs/promises';
import { answer, type CommandModule, createPaint, type Invocation, type Paint, textOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { examineJenkins, type JenkinsCheck } from '../../app/jenkins-doctor.js';
import type { Pipeline } from '../../core/pipeline/pipeline.js';
import { connectJenkins } from '../jenkins/connect-jenkins.js';
import { jenkinsOptions } from '../jenkins/jenkins-options.js';
import { jobNameOf, readModel } from '../jenkins/read-model.js';

/** `doctor`: whether Jenkins has what a pipeline needs. */
export const doctor: CommandModule = {
  spec: {
    description:
      'Looks at everything that a pipeline needs of Jenkins: whether it answers and to whom, plugins that are missing or too old, the job and its credentials, each with what to do. It changes nothing. Exit code 1 where something fails.',
    options: [
      {
        flag: 'file',
        short: 'f',
        value: 'path',
        meaning: 'the pipeline (default: towline.yaml, where there is one)',
        path: true,
      },
      { flag: 'job', value: 'name', meaning: 'the full name of the job (default: the name of the pipeline)' },
      ...jenkinsOptions,
    ],
    examples: [['jenkins-bridge doctor --job team/app', 'look at what the job needs']],
  },
  async run(invocation) {
    await using connected = await connectJenkins(invocation);
    const { signal, terminal } = invocation;
    const pipeline = await findPipeline(invocation);
    const job = textOption(invocation, 'job') ?? (pipeline === undefined ? undefined : jobNameOf(pipeline));
    const checks = await examineJenkins(connected.jenkins, { job, pipeline }, { signal });
    answer(invocation, { checks }, () => checksText(checks, createPaint(terminal.stdout.colors)));
    return checks.some(({ status }) => status === 'failed') ? exitCodes.failed : exitCodes.done;
  },
};

async function findPipeline(invocation: Invocation): Promise<Pipeline | undefined> {
  const named = textOption(invocation, 'file');
  if (named !== undefined) return readModel(named);
  const there = await access('towline.yaml').then(
    () => true,
    () => false,
  );
  return there ? readModel('towline.yaml') : undefined;
}

function checksText(checks: readonly JenkinsCheck[], paint: Paint): string {
  const signs = { ok: paint.green('✓'), warning: paint.yellow('!'), failed: paint.red('✗') };
  const lines = checks.flatMap(({ status, subject, message, fix }) => [
    `${signs[status]} ${subject}: ${message}`,
    ...(fix === undefined ? [] : [`    ${paint.cyan('→')} ${fix}`]),
  ]);
  const count = (status: JenkinsCheck['status']) => checks.filter((one) => one.status === status).length;
  return `${lines.join('\n')}\n\n${count('ok')} ok, ${count('warning')} to look at, ${count('failed')} failed\n`;
}
