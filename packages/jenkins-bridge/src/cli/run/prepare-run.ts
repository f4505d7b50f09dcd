import { resolve } from 'node:path';
import { CliError, type Invocation, listOption, readTextFile, textOption } from '@towline/shared/cli';
import { systemClock } from '@towline/shared/process';
import type { Secret } from '@towline/shared/secret';
import { createWorkbench } from '../../adapters/workspace/workbench.js';
import { valuesOf } from '../../app/run/run-commands.js';
import type { RunContext } from '../../app/run/run-context.js';
import { type BuilderName, builderNames } from '../../core/image/image-builder.js';
import type { Pipeline } from '../../core/pipeline/pipeline.js';
import { buildFacts, buildVariables } from '../../core/run/build-variables.js';
import type { Checkout } from '../../core/run/checkout.js';
import { chooseRunBuilder } from '../../core/run/choose-run-builder.js';
import { neededCredentials } from '../../core/run/needed-credentials.js';
import { needsContainers } from '../../core/run/needs-containers.js';
import { planRun } from '../../core/run/plan-run.js';
import { refuseRun } from '../../core/run/refuse-run.js';
import { RunError } from '../../core/run/run-error.js';
import { runImages } from '../../core/run/run-image.js';
import { templateFiles } from '../../core/run/template-files.js';
import type { RunBuilder } from '../../core/run/workshop.js';
import { composeImages, type Images } from '../image/compose-images.js';
import { jobNameOf, modelOf } from '../jenkins/read-model.js';
import { lookAtDockerfiles } from './dockerfile-look.js';
import { createEngineRunBuilder, type EngineRun } from './engine-run-builder.js';
import { lookAround } from './look-around.js';
import { readParameters } from './read-parameters.js';
import { createTowlineRunBuilder } from './towline-run-builder.js';

/** A run that can begin, and what must be let go of afterwards. */
export interface PreparedRun extends AsyncDisposable {
  readonly context: RunContext;
  readonly pipeline: Pipeline;
  /** What is worth knowing before it begins. */
  readonly notes: readonly string[];
  readonly builder: string;
}

/** What is built, and as which build. */
export interface RunSubject {
  readonly checkout: Checkout;
  /** Whether the work tree was made for this run. */
  readonly cloned: boolean;
  readonly number: number;
}

/** Reads the pipeline of a checkout and gets everything ready. Throws, before anything is done, where it cannot run here. */
export async function prepareRun(invocation: Invocation, subject: RunSubject): Promise<PreparedRun> {
  const { environment } = invocation;
  const { checkout, number } = subject;
  const pipeline = await readPipelineOf(invocation, subject);
  const images = await composeImages(withPlainHttp(invocation, pipeline));
  try {
    const ready = await getReady(invocation, { pipeline, images, subject });
    const startedAt = systemClock.now();
    const identity = { job: jobNameOf(pipeline), number, startedAt, url: environment.BUILD_URL || undefined };
    const { parameters, secretParameters } = readParameters(pipeline, invocation);
    const built = { ...buildVariables(checkout.facts, identity), ...parameters };
    const secrets = new Map([...ready.secrets, ...secretParameters]);
    const variables = {
      ...built,
      ...valuesOf(pipeline.environment, { variables: { ...environment, ...built }, workshop: { secrets } }),
    };
    const runnable = runImages(pipeline, { sha: checkout.facts.sha, buildNumber: number });
    const files = await filesOf(templateFiles(pipeline), checkout);
    const context: RunContext = {
      pipeline,
      images: runnable,
      plan: planRun(pipeline, runnable),
      identity,
      checkout,
      facts: buildFacts(checkout.facts, identity, { environment: variables, parameters, files }),
      variables,
      clock: systemClock,
      workshop: {
        bench: createWorkbench({ folder: checkout.folder, environment, containers: ready.containers }),
        builder: openBuilder(invocation, ready.builder, {
          pipeline,
          images,
          folder: checkout.folder,
          build: { sha: checkout.facts.sha, buildNumber: number },
        }),
        registries: images.registries,
        listTags: images.listTags,
        http: images.http,
        secrets,
      },
    };
    return {
      context,
      pipeline,
      notes: ready.notes,
      builder: ready.builder,
      [Symbol.asyncDispose]: async () => images.close(),
    };
  } catch (error) {
    images.close();
    throw error;
  }
}

function openBuilder(
  invocation: Invocation,
  builder: BuilderName,
  run: Pick<EngineRun, 'images' | 'folder' | 'build'> & Pick<PreparedRun, 'pipeline'>,
): RunBuilder {
  if (builder === 'towline') return createTowlineRunBuilder(run.images, run.folder);
  const { isolation } = { isolation: undefined, ...run.pipeline.builder };
  const buildArgs = isolation === undefined || builder !== 'buildah' ? [] : ['--isolation', isolation];
  return createEngineRunBuilder({
    ...run,
    engine: builder,
    options: { environment: invocation.environment, buildArgs },
  });
}

async function readPipelineOf(invocation: Invocation, { checkout, cloned }: RunSubject): Promise<Pipeline> {
  const file = textOption(invocation, 'file') ?? 'towline.yaml';
  if (!cloned) return modelOf(await readTextFile(resolve(file)), file);
  const text = await checkout.readText(file);
  if (text !== undefined) return modelOf(text, file);
  throw new CliError('cli-file-unreadable', `There is no ${file} at ${checkout.facts.sha}`, {
    hint: 'Name the pipeline of the repository by --file.',
  });
}

/** An address that says http:// is believed. */
function withPlainHttp(invocation: Invocation, { publication, after }: Pipeline): Invocation {
  const registries = [publication.registry, ...after.flatMap((step) => (step.kind === 'copy' ? [step.to] : []))];
  const hosts = registries.flatMap((registry) => {
    const host = registry.kind === 'oci' ? /^http:\/\/([^/]+)/.exec(registry.url)?.[1] : undefined;
    return host === undefined ? [] : [host];
  });
  const options = { ...invocation.options, 'plain-http': [...listOption(invocation, 'plain-http'), ...hosts] };
  return { ...invocation, options };
}

interface Readying {
  readonly pipeline: Pipeline;
  readonly images: Images;
  readonly subject: RunSubject;
}

async function getReady(invocation: Invocation, { pipeline, images, subject }: Readying) {
  const { environment, signal, terminal } = invocation;
  const asked = builderNames.find((name) => name === textOption(invocation, 'builder'));
  const dockerfiles = await lookAtDockerfiles(pipeline, subject.checkout);
  const executes = dockerfiles.executing.length > 0;
  const towlineOnly = (asked ?? pipeline.builder.kind) === 'towline' && !executes && !needsContainers(pipeline);
  const around = await lookAround(environment, { engines: !towlineOnly, programs: ['trivy', 'hadolint'] }, signal);
  const chosen = chooseRunBuilder(pipeline, { asked, installed: around.builders, executes });
  const secrets = await readCredentials(invocation, pipeline, images);
  const refusals = [
    ...dockerfiles.refusals,
    ...refuseRun(pipeline, {
      builder: chosen?.builder,
      asked,
      runsContainers: around.containers !== undefined,
      programs: around.programs,
      credentials: [...secrets.keys()],
      hasAnswers: terminal.ask !== undefined || listOption(invocation, 'answer').length > 0,
      clones: subject.cloned,
      executing: dockerfiles.executing,
    }),
  ];
  if (chosen === undefined || refusals.length > 0) {
    const lines = refusals.map(({ reason, wayOut }) => `\n  ${reason}\n    → ${wayOut}`);
    throw new RunError('run-refused', `The pipeline cannot run here:${lines.join('')}`);
  }
  const notes = [
    ...(chosen.why === undefined ? [] : [chosen.why]),
    ...(pipeline.publication.ensureRepository === undefined
      ? []
      : ['ensureRepository is left to Jenkins: the repositories must be there']),
  ];
  return { builder: chosen.builder, containers: around.containers, secrets, notes };
}

/** The secrets that the pipeline asks for, as `--credential` says where they are. */
async function readCredentials(
  invocation: Invocation,
  pipeline: Pipeline,
  { secrets }: Images,
): Promise<ReadonlyMap<string, Secret>> {
  const needed = neededCredentials(pipeline);
  const found = new Map<string, Secret>();
  for (const text of listOption(invocation, 'credential')) {
    const [, id, reference] = /^([\w.@/-]+)=(.+)$/.exec(text) ?? [];
    if (id === undefined || reference === undefined) {
      throw new CliError('cli-usage', '--credential is not ID=REFERENCE', {
        hint: 'Write --credential deploy-token=env:TOKEN.',
      });
    }
    if (needed.includes(id)) found.set(id, await secrets.get(reference, { signal: invocation.signal }));
  }
  return found;
}

async function filesOf(paths: readonly string[], checkout: Checkout): Promise<Readonly<Record<string, string>>> {
  const read = await Promise.all(paths.map(async (path) => [path, await checkout.readText(path)] as const));
  return Object.fromEntries(read.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
}
