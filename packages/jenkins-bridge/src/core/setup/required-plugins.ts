import type { InstalledPlugin } from '../jenkins/jenkins.js';
import type { Pipeline } from '../pipeline/pipeline.js';

/** A plugin that a pipeline needs. */
export interface RequiredPlugin {
  readonly name: string;
  /** From which version on; any where undefined. */
  readonly from?: string | undefined;
  /** What does not work without it. */
  readonly why: string;
  /** Whether builds fail without it, or only show less. */
  readonly need: 'required' | 'useful';
}

/** A plugin that is not there, or too old. */
export interface PluginFinding extends RequiredPlugin {
  /** Undefined where it is not installed. */
  readonly installed: string | undefined;
}

/** What besides the pipeline itself is used. */
export interface PluginUse {
  readonly folder: boolean;
  readonly library: boolean;
  readonly sshKey: boolean;
}

/** The plugins that are missing or too old. */
export function findPlugins(
  installed: readonly InstalledPlugin[],
  required: readonly RequiredPlugin[],
): readonly PluginFinding[] {
  return required.flatMap((one) => {
    const version = installed.find(({ name }) => name === one.name)?.version;
    const fits = version !== undefined && (one.from === undefined || comparePluginVersions(version, one.from) >= 0);
    return fits ? [] : [{ ...one, installed: version }];
  });
}

/** The plugins that a pipeline needs, as far as it says. */
export function requiredPlugins(pipeline: Pipeline, use: PluginUse): readonly RequiredPlugin[] {
  const { source, builder, publication, options, cleanUp, notifications, agent, tests } = pipeline;
  const { auth } = publication.registry;
  const hooks = source.triggers.flatMap((one) => (one.kind === 'webhook' ? [one.from] : []));
  const kinds = new Set(notifications.map(({ kind }) => kind));
  const agents = [
    agent,
    ...pipeline.images.flatMap((one) => one.agent ?? []),
    ...tests.flatMap((one) => ('agent' in one && one.agent ? [one.agent] : [])),
  ];
  const needs = (isNeeded: boolean, name: string, why: string): readonly RequiredPlugin[] =>
    isNeeded ? [{ name, why, need: 'required' }] : [];
  const git = { name: 'git', why: 'the checkout', need: 'required' } as const;
  return [
    ...needs(true, 'workflow-job', 'Pipelines'),
    ...needs(true, 'workflow-cps', 'Pipelines'),
    ...needs(true, 'pipeline-model-definition', 'declarative Jenkinsfiles'),
    // Since then, whoever calls has to show a token.
    hooks.includes('notify-commit') ? { ...git, from: '4.11.4' } : git,
    ...needs(use.folder, 'cloudbees-folder', 'the folder of the job'),
    ...needs(use.library, 'pipeline-groovy-lib', 'the Shared Library'),
    ...needs(use.sshKey, 'ssh-credentials', `the credential ${source.credentialsId}`),
    ...needs(builder.kind === 'docker', 'docker-workflow', 'docker.build and docker.withRegistry'),
    ...needs(auth.kind === 'ecr-credential', 'amazon-ecr', 'the login to ECR'),
    ...needs(auth.kind === 'ecr-credential', 'aws-credentials', 'the credential of AWS'),
    ...needs(auth.kind === 'with-aws', 'pipeline-aws', 'withAWS'),
    ...needs(
      agents.some(({ kind }) => kind === 'kubernetes'),
      'kubernetes',
      'agents in Kubernetes',
    ),
    ...needs(publication.lock !== undefined, 'lockable-resources', 'the lock while tags move'),
    ...needs(hooks.includes('github'), 'github', 'pushes of GitHub'),
    ...needs(hooks.includes('gitlab'), 'gitlab-plugin', 'pushes of GitLab'),
    ...needs(options.timestamps, 'timestamper', 'times in the log'),
    ...needs(cleanUp.workspace, 'ws-cleanup', 'the clean-up of the workspace'),
    ...needs(kinds.has('slack'), 'slack', 'messages to Slack'),
    ...needs(kinds.has('mail'), 'mailer', 'mail'),
    ...needs(kinds.has('webhook'), 'http_request', 'notifications by HTTP'),
    { name: 'pipeline-rest-api', why: 'stages and questions in jenkins-bridge build', need: 'useful' },
  ];
}

/** Below zero where `a` is older. Versions are numbers between dots; what is letters, as in `2.2218.v56d0cda_37c72`, is a commit and says nothing. */
export function comparePluginVersions(a: string, b: string): number {
  const numbers = (version: string) => version.split(/[.-]/).map((part) => (/^\d+$/.test(part) ? Number(part) : 0));
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
