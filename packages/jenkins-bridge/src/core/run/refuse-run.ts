import type { BuilderName } from '../image/image-builder.js';
import type { Agent } from '../pipeline/model/agent.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { neededCredentials } from './needed-credentials.js';

/** What this machine has for a run. */
export interface Machine {
  /** Undefined where nobody here can build these images. */
  readonly builder: BuilderName | undefined;
  /** What the command line asks to build with. */
  readonly asked: BuilderName | undefined;
  /** Whether a program can run containers. */
  readonly runsContainers: boolean;
  /** Programs that are installed, of those that scans run. */
  readonly programs: readonly string[];
  /** Ids of credentials whose secrets are known. */
  readonly credentials: readonly string[];
  /** Whether a question finds somebody who answers. */
  readonly hasAnswers: boolean;
  /** Whether the source is cloned for the run. */
  readonly clones: boolean;
  /** Images whose Dockerfiles execute something, with the place: `shop/web (RUN in line 3)`. */
  readonly executing: readonly string[];
}

/** Why a pipeline cannot run here, and what can be done about it. */
export interface RunRefusal {
  readonly reason: string;
  readonly wayOut: string;
}

/** Everything that keeps a pipeline from running on this machine; nothing where it can. */
export function refuseRun(pipeline: Pipeline, machine: Machine): readonly RunRefusal[] {
  return [
    ...builderRefusals(pipeline, machine),
    ...containerRefusals(pipeline, machine),
    ...agentRefusals(pipeline),
    ...scanRefusals(pipeline, machine),
    ...credentialRefusals(pipeline, machine),
    ...jenkinsRefusals(pipeline, machine),
  ];
}

function builderRefusals(
  { builder, images }: Pipeline,
  { builder: found, asked, executing }: Machine,
): readonly RunRefusal[] {
  if (found !== undefined) return [];
  if (executing.length > 0) {
    return [
      {
        reason: `Building ${executing.join(', ')} executes commands, and ${asked === undefined ? 'no engine that could do so works here' : `${asked} does not do that here`}`,
        wayOut:
          'Install docker, buildah or podman; or do that work in prepare and COPY its result; or build it in Jenkins, by jenkins-bridge build.',
      },
    ];
  }
  const secrets = images.some((image) => image.secrets.length > 0);
  return [
    {
      reason: `${asked ?? builder.kind} is not there, or cannot build these images${secrets ? ', which mount secrets' : ''}`,
      wayOut: 'Install it, or name another one by --builder.',
    },
  ];
}

function containerRefusals({ tests, agent, prepare }: Pipeline, { runsContainers }: Machine): readonly RunRefusal[] {
  if (runsContainers) return [];
  const names = [
    ...tests.flatMap((test) => (test.kind !== 'agent' || isDocker(test.agent) ? [`the test ${test.name}`] : [])),
    ...prepare.flatMap((part) => (isDocker(part.agent) ? [part.name] : [])),
    ...(isDocker(agent) ? ['the pipeline'] : []),
  ];
  return names.map((name) => ({
    reason: `${capital(name)} runs in a container, and neither podman nor docker works here`,
    wayOut:
      'Install podman or docker; or write the test as kind: agent; or build it in Jenkins, by jenkins-bridge build.',
  }));
}

function isDocker(agent: Agent | undefined): boolean {
  return agent?.kind === 'docker';
}

function agentRefusals({ agent, prepare, images, tests, after }: Pipeline): readonly RunRefusal[] {
  const agents = [
    agent,
    ...prepare.map((part) => part.agent),
    ...images.map((image) => image.agent),
    ...tests.map((test) => ('agent' in test ? test.agent : undefined)),
    ...after.map((step) => (step.kind === 'command' ? step.agent : undefined)),
  ];
  const windows = agents.some((each) => each !== undefined && each.kind !== 'none' && each.os === 'windows');
  const pods = agents.some((each) => each?.kind === 'kubernetes');
  return [
    ...(windows
      ? [{ reason: 'Commands for Windows (os: windows) are no commands for sh', wayOut: 'Build it in Jenkins.' }]
      : []),
    ...(pods
      ? [
          {
            reason: 'A pod of Kubernetes (agent kind: kubernetes) is started by Jenkins',
            wayOut: 'Build it in Jenkins, or keep a towline.yaml with another agent for this machine: --file.',
          },
        ]
      : []),
  ];
}

function scanRefusals({ scans }: Pipeline, { programs }: Machine): readonly RunRefusal[] {
  const missing = new Set(scans.flatMap(({ kind }) => (kind === 'command' || programs.includes(kind) ? [] : [kind])));
  return [...missing].map((program) => ({
    reason: `${program} scans the images, and is not there`,
    wayOut: `Install ${program}, and have its folder in PATH.`,
  }));
}

function credentialRefusals(pipeline: Pipeline, { credentials }: Machine): readonly RunRefusal[] {
  return neededCredentials(pipeline)
    .filter((id) => !credentials.includes(id))
    .map((id) => ({
      reason: `The credential ${id} is kept by Jenkins, and nothing says what it is here`,
      wayOut: `Say where it is: --credential ${id}=env:NAME, =file:PATH, =aws-sm://ID#field or =ssm:NAME.`,
    }));
}

function jenkinsRefusals(
  { source, after, publication }: Pipeline,
  { hasAnswers, clones }: Machine,
): readonly RunRefusal[] {
  const approvals = [publication.approval, ...after.map(({ approval }) => approval)].some((each) => each !== undefined);
  const jobs = after.flatMap((step) => (step.kind === 'job' ? [step.job] : []));
  return [
    ...(approvals && !hasAnswers
      ? [
          {
            reason: 'The pipeline asks a person, and nobody sits here',
            wayOut: "Say yes beforehand: --answer '*=proceed'.",
          },
        ]
      : []),
    ...jobs.map((job) => ({
      reason: `${job} is a job of Jenkins, and there is none`,
      wayOut: 'Build it in Jenkins, or keep a towline.yaml without that step for this machine: --file.',
    })),
    ...(clones && (source.submodules || source.lfs)
      ? [
          {
            reason: 'Submodules and Git LFS are not fetched with --source',
            wayOut: 'Check the source out with them, and run in that folder.',
          },
        ]
      : []),
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
