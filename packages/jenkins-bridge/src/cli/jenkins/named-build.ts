import { CliError, type Invocation } from '@towline/shared/cli';
import type { BuildId, Jenkins } from '../../core/jenkins/jenkins.js';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';

/** The build that the arguments name: `JOB` for its last one, `JOB NUMBER`. */
export async function namedBuild({ args, signal }: Invocation, jenkins: Jenkins): Promise<BuildId> {
  const [job = '', text] = args;
  if (text !== undefined) {
    const number = /^#?(\d{1,9})$/.exec(text)?.[1];
    if (number === undefined) throw new CliError('cli-usage', `${text} is not the number of a build`);
    return { job, number: Number(number) };
  }
  const found = await jenkins.job(job, { signal });
  if (found === undefined) {
    throw new JenkinsError('jenkins-not-found', `There is no job ${job}, or none that you may see`, {
      hint: 'Write its folders too, as in team/app.',
    });
  }
  if (found.lastBuild !== undefined) return { job, number: found.lastBuild };
  throw new CliError('cli-nothing-matched', `${job} has no builds that are known here`, {
    hint: 'Give a number, or start one.',
  });
}

/** The arguments of commands that are about one build. */
export const buildArguments = [
  { name: 'job', meaning: 'the full name of a job, with its folders', required: true },
  { name: 'number', meaning: 'which build (default: the last)' },
] as const;
