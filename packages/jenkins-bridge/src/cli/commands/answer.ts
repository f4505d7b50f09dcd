import { answer, CliError, type CommandModule, type Invocation, switchOption, textOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { proceedWith } from '../../core/build/answer-input.js';
import type { BuildId, BuildInput, InputAnswer } from '../../core/jenkins/jenkins.js';
import { createAsker } from '../jenkins/ask-person.js';
import { printable } from '../jenkins/build-text.js';
import { connectJenkins } from '../jenkins/connect-jenkins.js';
import { inputLines } from '../jenkins/input-text.js';
import { jenkinsOptions } from '../jenkins/jenkins-options.js';
import { buildArguments, namedBuild } from '../jenkins/named-build.js';
import { parametersOption, readParameters } from '../jenkins/read-parameters.js';

/** `answer JOB [NUMBER]`: the answer to a question that a build waits at. */
export const answerCommand: CommandModule = {
  spec: {
    description:
      'Answers a question that a build waits at, an input step. Values of parameters are checked before anything is sent; those that are not given are what the question says they are. On a terminal it asks you. Exit code 3 where the build asks nothing.',
    arguments: buildArguments,
    options: [
      { flag: 'proceed', meaning: 'let the build go on' },
      { flag: 'abort', meaning: 'end the build' },
      { flag: 'input', value: 'id', meaning: 'which question, where it asks several (see jenkins-bridge status)' },
      parametersOption('proceed with this value of a parameter that the question asks for'),
      ...jenkinsOptions,
    ],
    examples: [
      ['jenkins-bridge answer team/app', 'see what the last build asks, and answer it'],
      ['jenkins-bridge answer team/app 42 --proceed -p WHERE=staging', 'let build 42 go on, without a terminal'],
      ['jenkins-bridge answer team/app 42 --input Deploy --abort', 'say no to one of several questions'],
    ],
  },
  async run(invocation) {
    const { signal } = invocation;
    if (switchOption(invocation, 'proceed') && switchOption(invocation, 'abort'))
      throw new CliError('cli-usage', 'It is either --proceed or --abort');
    const given = readParameters(invocation);
    await using connected = await connectJenkins(invocation);
    const { jenkins } = connected;
    const id = await namedBuild(invocation, jenkins);
    const input = chooseInput(invocation, id, await jenkins.inputs(id, { signal }));
    const said = await decide(invocation, { id, input, given });
    if (said !== undefined) await jenkins.answer({ ...id, input: input.id }, said, { signal });
    const data = { ...id, input: input.id, answer: said?.kind ?? null };
    const did = { proceed: 'goes on', abort: 'is ended', later: 'still waits' }[said?.kind ?? 'later'];
    answer(invocation, data, () => `${printable(id.job)} #${id.number} ${did}: ${printable(input.message)}\n`);
    return exitCodes.done;
  },
};

function chooseInput(invocation: Invocation, { job, number }: BuildId, inputs: readonly BuildInput[]): BuildInput {
  const wanted = textOption(invocation, 'input');
  const fitting = wanted === undefined ? inputs : inputs.filter(({ id }) => id === wanted);
  const [only, ...others] = fitting;
  if (only === undefined) {
    const what = wanted === undefined || inputs.length === 0 ? 'asks nothing' : `asks no ${wanted}`;
    throw new CliError('cli-nothing-matched', `${job} #${number} ${what}`, {
      hint: inputs.length === 0 ? 'See jenkins-bridge status.' : `There are: ${inputs.map(({ id }) => id).join(', ')}.`,
    });
  }
  if (others.length === 0) return only;
  throw new CliError('cli-usage', `${job} #${number} asks several questions`, {
    hint: `Name one by --input: ${inputs.map(({ id }) => id).join(', ')}.`,
  });
}

interface Question {
  readonly id: BuildId;
  readonly input: BuildInput;
  readonly given: Readonly<Record<string, string>>;
}

async function decide(invocation: Invocation, { id, input, given }: Question): Promise<InputAnswer | undefined> {
  if (switchOption(invocation, 'abort')) return { kind: 'abort' };
  if (switchOption(invocation, 'proceed') || Object.keys(given).length > 0) {
    const proceeding = proceedWith(input, given);
    if (proceeding.kind === 'answer') return proceeding.answer;
    throw new CliError('cli-usage', proceeding.problems.join('\n'), { hint: 'Nothing was sent.' });
  }
  const { terminal } = invocation;
  if (terminal.ask !== undefined) {
    const question = `${printable(id.job)} #${id.number} asks: ${printable(input.message)}`;
    return createAsker(invocation, () => undefined).ask(question, input);
  }
  const asksFor = inputLines(input);
  throw new CliError('cli-usage', 'It is not said what the answer is, and nobody sits at a terminal', {
    hint: ['Give --proceed or --abort.', ...(asksFor.length === 0 ? [] : [`It asks for ${asksFor.join('; ')}.`])].join(
      ' ',
    ),
  });
}
