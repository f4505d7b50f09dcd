import { answer, CliError, type CommandModule, createPaint, textOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { resultText, secondsText } from '../jenkins/build-text.js';
import { connectJenkins } from '../jenkins/connect-jenkins.js';
import { jenkinsOptions } from '../jenkins/jenkins-options.js';
import { stateData } from './status.js';

/** `history JOB`: the newest builds of a job. */
export const history: CommandModule = {
  spec: {
    description: 'Lists the newest builds of a job, newest first. It changes nothing.',
    arguments: [{ name: 'job', meaning: 'the full name of a job, with its folders', required: true }],
    options: [{ flag: 'limit', value: 'number', meaning: 'how many (default: 20)' }, ...jenkinsOptions],
    examples: [['jenkins-bridge history team/app --limit 5', 'the last five builds']],
  },
  async run(invocation) {
    const limit = Number(textOption(invocation, 'limit') ?? 20);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
      throw new CliError('cli-usage', '--limit is a number from 1 to 1000');
    }
    await using connected = await connectJenkins(invocation);
    const { signal, terminal } = invocation;
    const builds = await connected.jenkins.history(invocation.args[0] ?? '', limit, { signal });
    const paint = createPaint(terminal.stdout.colors);
    answer(invocation, { builds: builds.map(stateData) }, () =>
      builds
        .map(({ number, result, startedAt, durationMs }) => {
          const when = startedAt === undefined ? '' : new Date(startedAt).toISOString().replace('T', ' ').slice(0, 16);
          return `#${String(number).padEnd(6)} ${when}  ${resultText(result, paint)} ${secondsText(durationMs)}`.trimEnd();
        })
        .map((line) => `${line}\n`)
        .join(''),
    );
    return exitCodes.done;
  },
};
