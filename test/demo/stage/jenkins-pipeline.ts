import { join } from 'node:path';
import { z } from 'zod';
import type { BuildEnd, Pipeline } from './pipeline.js';
import { programs } from './place.js';
import { type CommandEnd, runCommand } from './run-command.js';
import { stageLines, stageSchema } from './stage-lines.js';
import type { WorkCopy } from './work-copy.js';

/** A Jenkins, and what it builds. */
export interface JenkinsOptions {
  readonly url: string;
  /** Made, or brought up to date. */
  readonly job: string;
  /** The application: its Jenkinsfile is rendered, committed and pushed. */
  readonly application: WorkCopy;
  /** With JENKINS_USER_ID and JENKINS_API_TOKEN. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const buildSchema = z.object({ result: z.string(), stages: z.array(stageSchema).nullish() });
/** The results of builds, as exit codes. */
const results = [1, 11, 12, 13];

/** Has a Jenkins build by a job of its own, which is asked for a build whenever the end of one is waited for. */
export async function openJenkins(options: JenkinsOptions): Promise<Pipeline> {
  const { url, job, application, environment, signal } = options;
  const bridge = (args: readonly string[], answers: readonly number[] = []): Promise<CommandEnd> =>
    runCommand({ program: programs.jenkinsBridge, args, environment, signal, answers });
  const file = ['-f', join(application.folder, 'towline.yaml')];
  const { stdout: jenkinsfile } = await bridge(['render', ...file, '--out', '-']);
  await application.commit('Add the Jenkinsfile', { Jenkinsfile: jenkinsfile });
  await bridge(['setup', ...file, '--job', job, '--repository', application.url, '--url', url]);
  return {
    async ended(): Promise<BuildEnd> {
      const { stdout } = await bridge(['build', job, '--url', url, '-o', 'json'], results);
      const { result, stages } = buildSchema.parse(JSON.parse(stdout));
      return { result, stages: stageLines(stages ?? []), log: `jenkins-bridge logs ${job} --url ${url}` };
    },
  };
}
