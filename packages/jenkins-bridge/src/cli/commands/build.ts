import {
  answer,
  CliError,
  type CommandModule,
  createPaint,
  type Invocation,
  switchOption,
  textOption,
} from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { systemClock } from '@towline/shared/process';
import { findChangedPipelines } from '../../adapters/changed-pipelines.js';
import { type BuildOutcome, buildMany } from '../../app/builds/build-many.js';
import type { BuildReport } from '../../app/builds/followed-build.js';
import { type BuildRequest, requestBuild } from '../../app/builds/start-build.js';
import { exitOf, worstResult } from '../../core/build/build-result.js';
import type { BuildId, BuildTicket } from '../../core/jenkins/jenkins.js';
import { outcomeData } from '../jenkins/build-data.js';
import { reportText } from '../jenkins/build-text.js';
import { createBuildView, wantsData } from '../jenkins/build-view.js';
import { type ConnectedJenkins, connectJenkins } from '../jenkins/connect-jenkins.js';
import { failureLines } from '../jenkins/failure-lines.js';
import { jenkinsOptions } from '../jenkins/jenkins-options.js';
import { leaveBuilds } from '../jenkins/leave-build.js';
import { answerOptions, readAnswers } from '../jenkins/read-answers.js';
import { parametersOption, readParameters } from '../jenkins/read-parameters.js';

/** `build JOB…`: builds, shown until they end. */
export const build: CommandModule = {
  spec: {
    description:
      'Builds jobs of Jenkins and shows them until they end. Parameters are checked before anything is sent. Ctrl-C leaves the build to itself, a second one stops it. The exit code is that of the result: 0 SUCCESS, 1 FAILURE, 11 UNSTABLE, 12 ABORTED, 13 NOT_BUILT; of several, the worst.',
    arguments: [{ name: 'job', meaning: 'full names of jobs, with their folders', variadic: true }],
    options: [
      parametersOption('a parameter of the build'),
      { flag: 'detach', meaning: 'ask for the build and do not wait for it' },
      ...answerOptions,
      {
        flag: 'all-changed',
        meaning: 'build the job of every towline.yaml below this folder whose folder has changed',
      },
      { flag: 'since', value: 'revision', meaning: 'with --all-changed: changed since when (default: HEAD~1)' },
      { flag: 'folder', value: 'name', meaning: 'with --all-changed: the folder of Jenkins that the jobs are in' },
      { flag: 'concurrency', value: 'number', meaning: 'builds that are followed at once (default: 4)' },
      ...jenkinsOptions,
    ],
    examples: [
      ['jenkins-bridge build team/app', 'build, and follow the log'],
      ['jenkins-bridge build team/app -p VERSION=1.2 -o json', 'give a parameter, and answer a program'],
      ['jenkins-bridge build --all-changed --since origin/main --folder team', 'build whatever a branch has changed'],
    ],
  },
  async run(invocation) {
    const requests = await readRequests(invocation);
    await using connected = await connectJenkins(invocation);
    return switchOption(invocation, 'detach')
      ? requestAll(invocation, connected, requests)
      : runAll(invocation, connected, requests);
  },
};

async function readRequests(invocation: Invocation): Promise<readonly BuildRequest[]> {
  const parameters = readParameters(invocation);
  const changed = switchOption(invocation, 'all-changed') ? await changedJobs(invocation) : [];
  const jobs = [...new Set([...invocation.args, ...changed])];
  if (jobs.length > 0) return jobs.map((job) => ({ job, parameters }));
  if (!switchOption(invocation, 'all-changed'))
    throw new CliError('cli-usage', 'No job is named', { hint: 'Name one, or give --all-changed.' });
  throw new CliError('cli-nothing-matched', 'No pipeline has changed', { hint: 'See --since.' });
}

async function changedJobs(invocation: Invocation): Promise<readonly string[]> {
  const since = textOption(invocation, 'since') ?? 'HEAD~1';
  const folder = textOption(invocation, 'folder');
  const found = await findChangedPipelines({
    directory: process.cwd(),
    since,
    environment: invocation.environment,
    signal: invocation.signal,
  });
  return found.map(({ name }) => (folder === undefined ? name : `${folder}/${name}`));
}

async function requestAll(
  invocation: Invocation,
  { jenkins }: ConnectedJenkins,
  requests: readonly BuildRequest[],
): Promise<number> {
  const tickets: BuildTicket[] = [];
  for (const request of requests) tickets.push(await requestBuild(jenkins, request, { signal: invocation.signal }));
  answer(invocation, { requested: tickets }, () =>
    tickets.map(({ job }) => `${job}: a build was asked for\n`).join(''),
  );
  return exitCodes.done;
}

async function runAll(
  invocation: Invocation,
  { jenkins }: ConnectedJenkins,
  requests: readonly BuildRequest[],
): Promise<number> {
  const { signal } = invocation;
  const running = new Map<string, BuildId>();
  const concurrency = readConcurrency(invocation);
  const shown = createBuildView(invocation, {
    log: requests.length === 1 && !wantsData(invocation),
    answers: readAnswers(invocation),
  });
  const view = {
    ...shown,
    started(id: BuildId) {
      running.set(id.job, id);
      shown.started(id);
    },
    ended(report: BuildReport) {
      running.delete(report.job);
      shown.ended(report);
    },
  };
  try {
    const outcomes = await buildMany({ jenkins, clock: systemClock, signal }, requests, { concurrency, view });
    shown.done();
    tellOutcomes(invocation, outcomes);
    return exitCodeOf(outcomes);
  } catch (error) {
    shown.done();
    if (!signal.aborted) throw error;
    const code = await leaveBuilds(invocation, { jenkins, clock: systemClock, running: [...running.values()] });
    if (code === undefined) throw error;
    return code;
  }
}

function readConcurrency(invocation: Invocation): number {
  const given = Number(textOption(invocation, 'concurrency') ?? 4);
  if (Number.isInteger(given) && given >= 1 && given <= 100) return given;
  throw new CliError('cli-usage', '--concurrency is a number from 1 to 100');
}

function tellOutcomes(invocation: Invocation, outcomes: readonly BuildOutcome[]): void {
  const { stdout, stderr } = invocation.terminal;
  const [only] = outcomes;
  if (outcomes.length === 1 && only?.kind === 'failed') throw only.error;
  const data = outcomes.length === 1 && only !== undefined ? outcomeData(only) : { builds: outcomes.map(outcomeData) };
  if (wantsData(invocation)) {
    answer(invocation, data, () => '');
    return;
  }
  // A piped log stays a log: what is said about it goes beside it.
  const target = outcomes.length === 1 && !stdout.isTerminal ? stderr : stdout;
  const paint = createPaint(target.colors);
  for (const outcome of outcomes)
    target.write(outcome.kind === 'ended' ? reportText(outcome.report, paint) : failureLines(outcome, paint));
}

function exitCodeOf(outcomes: readonly BuildOutcome[]): number {
  if (outcomes.some(({ kind }) => kind === 'failed')) return exitCodes.failed;
  return exitCodes[exitOf(worstResult(outcomes.flatMap((one) => (one.kind === 'ended' ? [one.report.result] : []))))];
}
