import { checkParameters } from '../../core/build/check-parameters.js';
import type { BuildTicket, Jenkins, Job } from '../../core/jenkins/jenkins.js';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';
import { type FollowedBuild, followBuild } from './followed-build.js';
import { type Patience, patiently } from './patiently.js';

/** What to build. */
export interface BuildRequest {
  readonly job: string;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** Who is told while a build starts. */
export interface StartObserver extends Patience {
  /** Why the build still waits; told when that changes. */
  readonly onQueue?: ((why: string) => void) | undefined;
}

const pauseMs = 1_000;

/**
 * Starts a build and resolves when it runs. The parameters are checked first, against those that the job declares; where one is wrong,
 * nothing is sent. A request that waits in the queue already is not doubled: its build is followed.
 */
export async function startBuild(
  jenkins: Jenkins,
  request: BuildRequest,
  observer: StartObserver,
): Promise<FollowedBuild> {
  const ticket = await requestBuild(jenkins, request, observer);
  const number = await untilStarted(jenkins, ticket, observer);
  return followBuild(jenkins, { job: request.job, number }, observer);
}

/** Asks for a build, and does not wait for its start. */
export async function requestBuild(
  jenkins: Pick<Jenkins, 'job' | 'trigger'>,
  { job, parameters = {} }: BuildRequest,
  { signal }: Pick<Patience, 'signal'>,
): Promise<BuildTicket> {
  checkBuildable(job, await jenkins.job(job, { signal }), parameters);
  return jenkins.trigger(job, parameters, { signal });
}

function checkBuildable(name: string, job: Job | undefined, given: Readonly<Record<string, string>>): void {
  if (job === undefined) {
    throw new JenkinsError('jenkins-not-found', `There is no job ${name}, or none that you may see`, {
      hint: 'Write its folders too, as in team/app. jenkins-bridge setup makes it.',
    });
  }
  if (job.kind === 'folder' || job.kind === 'multibranch') {
    throw new JenkinsError('jenkins-not-buildable', `${name} holds jobs and is none itself`, {
      hint:
        job.kind === 'folder'
          ? `Name a job in it: ${name}/app.`
          : `Name a branch: ${name}/main, ${name}/feature%2Flogin.`,
    });
  }
  const problems = checkParameters(job.parameters, given);
  if (problems.length > 0) {
    throw new JenkinsError('jenkins-parameters', `${name} cannot be built so:\n  ${problems.join('\n  ')}`, {
      hint: 'Nothing was sent.',
    });
  }
  if (!job.buildable) {
    throw new JenkinsError('jenkins-not-buildable', `${name} is disabled`, { hint: 'Enable it in Jenkins.' });
  }
}

/** The number of the build that a request led to. */
export async function untilStarted(
  jenkins: Pick<Jenkins, 'queued'>,
  ticket: BuildTicket,
  observer: StartObserver,
): Promise<number> {
  const { clock, signal, onQueue } = observer;
  let told: string | undefined;
  for (;;) {
    const state = await patiently(observer, () => jenkins.queued(ticket, { signal }));
    switch (state.kind) {
      case 'started':
        return state.number;
      case 'cancelled':
        throw new JenkinsError('jenkins-cancelled', `The build of ${ticket.job} was taken out of the queue`);
      case 'gone':
        throw new JenkinsError('jenkins-lost', `Jenkins has forgotten the request for a build of ${ticket.job}`, {
          hint: `See jenkins-bridge history ${ticket.job}.`,
        });
      case 'waiting':
        if (state.why !== undefined && state.why !== told) onQueue?.(state.why);
        told = state.why;
        await clock.sleep(pauseMs, signal);
    }
  }
}
