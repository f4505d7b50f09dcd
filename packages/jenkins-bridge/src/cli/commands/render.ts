import { writeFile } from 'node:fs/promises';
import {
  answer,
  CliError,
  type CommandModule,
  createPaint,
  type Invocation,
  readOptionalFile,
  switchOption,
  textOption,
  unifiedDiff,
} from '@towline/shared/cli';
import { errorMessage, exitCodes } from '@towline/shared/errors';
import { renderJenkinsfile } from '../../app/render.js';
import { pipelineSyntaxes } from '../../core/render/render-pipeline.js';
import { readModel } from '../jenkins/read-model.js';

/** `render`: the Jenkinsfile of a `towline.yaml`. */
export const render: CommandModule = {
  spec: {
    description:
      'Writes the Jenkinsfile of towline.yaml: readable, commented, and the same for the same pipeline. With --check nothing is written: exit code 1, and the difference, where the file is not up to date.',
    options: [
      { flag: 'file', short: 'f', value: 'path', meaning: 'the pipeline (default: towline.yaml)', path: true },
      {
        flag: 'syntax',
        value: 'name',
        choices: pipelineSyntaxes,
        meaning: 'the language of the Jenkinsfile (default: declarative)',
      },
      {
        flag: 'out',
        value: 'path',
        meaning: 'where it goes; - for standard output (default: Jenkinsfile)',
        path: true,
      },
      { flag: 'check', meaning: 'only see whether the file is up to date' },
    ],
    examples: [
      ['jenkins-bridge render', 'write ./Jenkinsfile from ./towline.yaml'],
      ['jenkins-bridge render --check', 'in a build: fail where somebody forgot to'],
      ['jenkins-bridge render --syntax scripted --out -', 'look at the scripted one'],
    ],
  },
  async run(invocation) {
    const pipeline = await readModel(textOption(invocation, 'file') ?? 'towline.yaml');
    const out = textOption(invocation, 'out') ?? 'Jenkinsfile';
    const syntax = pipelineSyntaxes.find((each) => each === textOption(invocation, 'syntax')) ?? 'declarative';
    const present = out === '-' ? undefined : await readOptionalFile(out);
    const { text, upToDate } = renderJenkinsfile({ pipeline, present, syntax });
    if (out === '-') {
      answer(invocation, { syntax, text }, () => text);
      return exitCodes.done;
    }
    const paint = createPaint(invocation.terminal.stdout.colors);
    const diff = upToDate ? '' : unifiedDiff({ path: out, before: present, after: text }, paint);
    if (switchOption(invocation, 'check')) return told(invocation, { out, syntax, upToDate, diff });
    if (!upToDate) await write(out, text);
    answer(invocation, { file: out, syntax, written: !upToDate }, () =>
      upToDate ? `${out} is up to date.\n` : `Wrote ${out}.\n`,
    );
    return exitCodes.done;
  },
};

interface Checked {
  readonly out: string;
  readonly syntax: string;
  readonly upToDate: boolean;
  readonly diff: string;
}

function told(invocation: Invocation, { out, syntax, upToDate, diff }: Checked): number {
  answer(invocation, { file: out, syntax, upToDate, diff }, () =>
    upToDate ? `${out} is up to date.\n` : `${diff}${out} is not what towline.yaml says. Run jenkins-bridge render.\n`,
  );
  return upToDate ? exitCodes.done : exitCodes.failed;
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new CliError('cli-file-unreadable', `${path} cannot be written: ${errorMessage(cause)}`, { cause });
  }
}
