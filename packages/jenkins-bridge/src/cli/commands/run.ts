import {
  answer,
  CliError,
  type CommandModule,
  createPaint,
  type Invocation,
  switchOption,
  textOption,
} from '@towline/shared/cli';
import { errorCode, exitCodes } from '@towline/shared/errors';
import { parseDuration } from '@towline/shared/text';
import { openFolder } from '../../adapters/workspace/open-folder.js';
import { exitOf, worstResult } from '../../core/build/build-result.js';
import type { Checkout } from '../../core/run/checkout.js';
import { readStoreLimits } from '../image/store-limits.js';
import { reportText } from '../jenkins/build-text.js';
import { createBuildView, wantsData } from '../jenkins/build-view.js';
import { readAnswers } from '../jenkins/read-answers.js';
import { dryRunData, dryRunText } from '../run/dry-run-text.js';
import { type ExecutedRun, executeRun } from '../run/execute-run.js';
import { openSource } from '../run/open-source.js';
import { type PreparedRun, prepareRun } from '../run/prepare-run.js';
import { runOptions } from '../run/run-options.js';
import { watchRun } from '../run/watch-run.js';
import { watchedUrl } from '../run/watched-url.js';

/** `run`: a pipeline on this machine, without a Jenkins. */
export const run: CommandModule = {
  spec: {
    description:
      'Runs the pipeline of towline.yaml on this machine, without a Jenkins: the same stages in the same order, the same rules for what is pushed and where latest goes. It builds the current folder at its commit, or a repository that it clones; with --watch it builds new commits as they come. What this machine cannot do is refused before anything runs. Ctrl-C aborts the build, with all it started. The exit code is that of the result: 0 SUCCESS, 1 FAILURE, 11 UNSTABLE, 12 ABORTED, 13 NOT_BUILT.',
    options: runOptions,
    examples: [
      ['jenkins-bridge run', 'build, test and push the commit of this folder'],
      ['jenkins-bridge run --dry-run', 'see the stages and the tags'],
      [
        'jenkins-bridge run --source https://git.example.com/shop.git --branch main -o json',
        'a fresh clone, and an answer for a program',
      ],
      [
        'jenkins-bridge run --watch --source https://git.example.com/shop.git --interval 30s',
        'build new commits as they come',
      ],
    ],
  },
  async run(invocation) {
    // A limit that cannot be read is told before the work.
    readStoreLimits(invocation);
    if (switchOption(invocation, 'watch')) return watch(invocation);
    refuseWithoutWatch(invocation);
    const url = textOption(invocation, 'source');
    if (url === undefined) {
      const { environment, signal } = invocation;
      const { BRANCH_NAME, TAG_NAME } = environment;
      const known = { branch: BRANCH_NAME || undefined, gitTag: TAG_NAME || undefined };
      await using checkout = await openFolder({ folder: process.cwd(), environment, ...known }, signal);
      return await runOne(invocation, checkout, false);
    }
    await using source = await openSource(invocation, url);
    await using checkout = await source.checkout({ since: undefined }, invocation.signal);
    return await runOne(invocation, checkout, true);
  },
};

async function runOne(invocation: Invocation, checkout: Checkout, cloned: boolean): Promise<number> {
  const number = Number(invocation.environment.BUILD_NUMBER ?? 1) || 1;
  await using prepared = await prepareRun(invocation, { checkout, cloned, number });
  if (switchOption(invocation, 'dry-run')) {
    const data = dryRunData(prepared);
    answer(invocation, data, () => dryRunText(data));
    return exitCodes.done;
  }
  return tell(invocation, await execute(invocation, prepared));
}

async function execute(invocation: Invocation, prepared: PreparedRun): Promise<ExecutedRun> {
  const view = createBuildView(invocation, { log: !wantsData(invocation), answers: readAnswers(invocation) });
  try {
    const { signal } = invocation;
    return await executeRun(invocation, prepared, { view, signal, previous: undefined, several: false });
  } finally {
    view.done();
  }
}

function tell(invocation: Invocation, { report, data }: ExecutedRun): number {
  const { stdout, stderr } = invocation.terminal;
  if (wantsData(invocation)) answer(invocation, data, () => '');
  else {
    // A piped log stays a log: what is said about it goes beside it.
    const target = stdout.isTerminal ? stdout : stderr;
    target.write(reportText(report, createPaint(target.colors)));
  }
  if (errorCode(invocation.signal.reason) === 'cli-timed-out') return exitCodes['timed-out'];
  return exitCodes[exitOf(report.result)];
}

async function watch(invocation: Invocation): Promise<number> {
  if (switchOption(invocation, 'dry-run'))
    throw new CliError('cli-usage', '--dry-run is for one build, without --watch');
  const settings = {
    intervalMs: readInterval(invocation),
    concurrency: readConcurrency(invocation),
    once: switchOption(invocation, 'once'),
  };
  await using source = await openSource(invocation, await watchedUrl(invocation));
  const results = await watchRun(invocation, source, settings);
  if (settings.once) return exitCodes[exitOf(worstResult(results))];
  // Watching has no end of its own: being asked to end is no failure.
  return exitCodes[results.at(-1) === 'ABORTED' ? 'aborted' : 'done'];
}

function refuseWithoutWatch(invocation: Invocation): void {
  for (const flag of ['interval', 'once', 'concurrency']) {
    if (invocation.options[flag] !== undefined) throw new CliError('cli-usage', `--${flag} goes with --watch`);
  }
}

function readInterval(invocation: Invocation): number {
  const text = textOption(invocation, 'interval') ?? '1m';
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds >= 100) return milliseconds;
  throw new CliError('cli-usage', `--interval ${text} is not a duration`, { hint: 'Write it as 30s, 5m or 1h30m.' });
}

function readConcurrency(invocation: Invocation): number {
  const given = Number(textOption(invocation, 'concurrency') ?? 1);
  if (Number.isInteger(given) && given >= 1 && given <= 100) return given;
  throw new CliError('cli-usage', '--concurrency is a number from 1 to 100');
}
