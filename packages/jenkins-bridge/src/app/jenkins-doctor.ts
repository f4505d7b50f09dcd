import { isCodedError } from '@towline/shared/errors';
import type { CallOptions, Jenkins } from '../core/jenkins/jenkins.js';
import type { Pipeline } from '../core/pipeline/pipeline.js';
import { findPlugins, requiredPlugins } from '../core/setup/required-plugins.js';

/** What was looked at, what was found, and what to do about it. */
export interface JenkinsCheck {
  readonly subject: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
  readonly fix?: string | undefined;
}

/** What {@link examineJenkins} looks at besides Jenkins itself. */
export interface DoctorRequest {
  readonly job?: string | undefined;
  readonly pipeline?: Pipeline | undefined;
}

/** Looks at a Jenkins without changing anything: whether it answers, who asks, its plugins, the job and its credentials. */
export async function examineJenkins(
  jenkins: Jenkins,
  { job, pipeline }: DoctorRequest,
  options: CallOptions = {},
): Promise<readonly JenkinsCheck[]> {
  const first = await check('Jenkins', options, async () => {
    const { version, user } = await jenkins.identify(options);
    if (user !== undefined) return ok('Jenkins', `answers as ${version ?? 'an unknown version'}, to ${user}`);
    return {
      subject: 'Jenkins',
      status: 'failed',
      message: `${version ?? ''} answers to nobody`,
      fix: 'Say who asks: --auth.',
    };
  });
  if (first.some(({ status }) => status === 'failed')) return first;
  const rest = await Promise.all([
    check('plugins', options, () => examinePlugins(jenkins, { job, pipeline }, options)),
    ...(job === undefined ? [] : [check(job, options, () => examineJob(jenkins, job, options))]),
    ...credentialIds(pipeline).map((id) => check(id, options, () => examineCredential(jenkins, id, options))),
  ]);
  return [...first, ...rest.flat()];
}

function ok(subject: string, message: string): JenkinsCheck {
  return { subject, status: 'ok', message };
}

/** One look. What it throws is what was found. */
async function check(
  subject: string,
  { signal }: CallOptions,
  look: () => Promise<JenkinsCheck | readonly JenkinsCheck[]>,
): Promise<readonly JenkinsCheck[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    if (signal?.aborted || !isCodedError(error)) throw error;
    const status = error.code === 'jenkins-unsupported' ? 'warning' : 'failed';
    return [{ subject, status, message: error.message, ...(error.hint === undefined ? {} : { fix: error.hint }) }];
  }
}

async function examinePlugins(
  jenkins: Jenkins,
  { job, pipeline }: DoctorRequest,
  options: CallOptions,
): Promise<readonly JenkinsCheck[]> {
  const installed = await jenkins.plugins(options);
  if (pipeline === undefined) return [ok('plugins', `${installed.length} are installed`)];
  const use = { folder: job?.includes('/') === true, library: false, sshKey: true };
  const found = findPlugins(installed, requiredPlugins(pipeline, use));
  if (found.length === 0) return [ok('plugins', 'all that the pipeline needs are installed')];
  return found.map(({ name, installed: version, from, why, need }) => ({
    subject: `plugin ${name}`,
    status: need === 'required' ? 'failed' : 'warning',
    message: `${version === undefined ? 'is not installed' : `is ${version}, older than ${from}`}: needed for ${why}`,
    fix: `jenkins-plugin-cli --plugins ${name}`,
  }));
}

async function examineJob(jenkins: Jenkins, job: string, options: CallOptions): Promise<JenkinsCheck> {
  const found = await jenkins.job(job, options);
  if (found === undefined) {
    return {
      subject: job,
      status: 'failed',
      message: 'is not there, or may not be seen',
      fix: 'Make it: jenkins-bridge setup',
    };
  }
  if (!found.buildable)
    return { subject: job, status: 'failed', message: 'cannot be built', fix: 'Enable it in Jenkins.' };
  if (found.lastBuild === undefined) {
    return {
      subject: job,
      status: 'warning',
      message: 'has never run: its triggers do not work yet',
      fix: `jenkins-bridge build ${job}`,
    };
  }
  return ok(job, `can be built; its last build is #${found.lastBuild}`);
}

function credentialIds(pipeline: Pipeline | undefined): readonly string[] {
  if (pipeline === undefined) return [];
  const { auth } = pipeline.publication.registry;
  return [
    pipeline.source.credentialsId,
    ...('credentialsId' in auth && auth.credentialsId !== undefined ? [auth.credentialsId] : []),
  ];
}

async function examineCredential(jenkins: Jenkins, id: string, options: CallOptions): Promise<JenkinsCheck> {
  const subject = `credential ${id}`;
  const found = await jenkins.credential({ store: { kind: 'system' }, id }, options);
  if (found !== undefined) return ok(subject, 'is there');
  return {
    subject,
    status: 'warning',
    message: 'is not there for all jobs; a folder may have it',
    fix: 'Make it: jenkins-bridge setup --git-user, --ecr-user',
  };
}
