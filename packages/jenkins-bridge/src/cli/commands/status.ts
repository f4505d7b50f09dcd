import { answer, type CommandModule, createPaint, type Paint } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { noBuild } from '../../app/builds/followed-build.js';
import type { BuildInput, BuildStage, BuildState } from '../../core/jenkins/jenkins.js';
import { printable, resultText, secondsText, stageText } from '../jenkins/build-text.js';
import { connectJenkins } from '../jenkins/connect-jenkins.js';
import { inputLines } from '../jenkins/input-text.js';
import { jenkinsOptions } from '../jenkins/jenkins-options.js';
import { buildArguments, namedBuild } from '../jenkins/named-build.js';

/** `status JOB [NUMBER]`: where a build is. */
export const status: CommandModule = {
  spec: {
    description:
      'Shows where a build is: its result or that it runs, its stages, and what it waits for. It changes nothing.',
    arguments: buildArguments,
    options: jenkinsOptions,
    examples: [
      ['jenkins-bridge status team/app', 'the last build'],
      ['jenkins-bridge status team/app 42 -o json', 'another, for a program'],
    ],
  },
  async run(invocation) {
    const { signal, terminal } = invocation;
    await using connected = await connectJenkins(invocation);
    const { jenkins } = connected;
    const id = await namedBuild(invocation, jenkins);
    const state = await jenkins.build(id, { signal });
    if (state === undefined) throw noBuild(id);
    const stages = await jenkins.stages(id, { signal });
    const inputs = state.result === undefined ? await jenkins.inputs(id, { signal }) : [];
    answer(invocation, { ...stateData(state), stages: stages ?? null, inputs }, () =>
      statusText({ state, stages: stages ?? [], inputs }, createPaint(terminal.stdout.colors)),
    );
    return exitCodes.done;
  },
};

/** A build as programs read it. */
export function stateData({ job, number, result, startedAt, durationMs, url, parameters }: BuildState) {
  return {
    job,
    number,
    result: result ?? null,
    startedAt: startedAt === undefined ? null : new Date(startedAt).toISOString(),
    durationMs: durationMs ?? null,
    url: url ?? null,
    parameters,
  };
}

interface Status {
  readonly state: BuildState;
  readonly stages: readonly BuildStage[];
  readonly inputs: readonly BuildInput[];
}

function statusText({ state, stages, inputs }: Status, paint: Paint): string {
  const { job, number, result, durationMs, url } = state;
  const took = durationMs === undefined ? '' : ` after ${secondsText(durationMs)}`;
  const lines = [
    `${printable(job)} #${number}: ${resultText(result, paint)}${took}`,
    ...stages.map((stage) => `  ${stageText(stage, paint)}`),
    ...inputs.flatMap((input) => [
      `  ${paint.yellow('waits for an answer')} (${printable(input.id)}): ${printable(input.message)}`,
      ...inputLines(input).map((line) => `    ${line}`),
    ]),
    ...(url === undefined ? [] : [`  ${paint.dim(url)}`]),
  ];
  return `${lines.join('\n')}\n`;
}
