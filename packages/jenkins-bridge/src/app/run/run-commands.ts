import type { EnvironmentValue } from '../../core/pipeline/model/settings.js';
import { expandValues } from '../../core/run/build-variables.js';
import { tallyReports } from '../../core/run/junit-report.js';
import { RunError } from '../../core/run/run-error.js';
import type { RunContainer, RunTask } from '../../core/run/run-stage.js';
import type { Commands } from '../../core/run/workshop.js';
import type { RunContext, StageEnd, StageScope } from './run-context.js';

type CommandsTask = Extract<RunTask, { readonly kind: 'commands' }>;

/** Runs the commands of a stage. What they wrote as reports is read even where they fail; a failed test in them is no failure of the commands. */
export async function runCommands(task: CommandsTask, scope: StageScope): Promise<StageEnd> {
  const { context, signal } = scope;
  const since = context.clock.now();
  const environment = { ...context.variables, ...valuesOf(task.environment, context) };
  let failure: unknown;
  try {
    for (const container of task.containers.length === 0 ? [undefined] : task.containers) {
      await runOnce({ script: task.run, environment, container: await openContainer(container, scope) }, scope);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    failure = error;
  }
  if (task.junit === undefined) {
    if (failure !== undefined) throw failure;
    return 'success';
  }
  return judgeReports({ pattern: task.junit, since, failure }, scope);
}

/** Runs commands that must end with 0. */
export async function runOnce(commands: Commands, { context, take, signal }: StageScope): Promise<void> {
  const code = await context.workshop.bench.run(commands, take, signal);
  signal.throwIfAborted();
  if (code === 0) return;
  throw new RunError('run-commands-failed', `The commands ended with exit code ${code}`);
}

async function openContainer(
  container: RunContainer | undefined,
  { context, signal }: StageScope,
): Promise<Commands['container']> {
  if (container === undefined) return undefined;
  const { args } = container;
  if (container.kind === 'pulled') return { image: container.image, args };
  return { image: await context.workshop.builder.expose(container.part, signal), args };
}

interface Judgement {
  readonly pattern: string;
  readonly since: number;
  readonly failure: unknown;
}

async function judgeReports({ pattern, since, failure }: Judgement, scope: StageScope): Promise<StageEnd> {
  const { context, take, signal } = scope;
  const reports = await context.workshop.bench.reports(pattern, since, signal);
  if (reports.length === 0) {
    if (failure !== undefined) throw failure;
    throw new RunError('run-no-reports', `No report of this run fits ${pattern}`);
  }
  const { tests, skipped, failed } = tallyReports(reports);
  await take(`${tests} tests, ${failed.length} failed, ${skipped} skipped (${reports.length} reports)`);
  for (const name of failed.slice(0, 100)) await take(`  failed: ${name}`);
  if (failure !== undefined) throw failure;
  return failed.length > 0 ? 'unstable' : 'success';
}

/** What the values of environment variables are made from. */
export interface ValueSources {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly workshop: Pick<RunContext['workshop'], 'secrets'>;
}

/** The values of environment variables: credentials opened, references to others replaced. */
export function valuesOf(
  environment: Readonly<Record<string, EnvironmentValue>>,
  { variables, workshop }: ValueSources,
): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value.kind === 'value') plain[name] = value.value;
    else secret[name] = workshop.secrets.get(value.credentialsId)?.reveal() ?? '';
  }
  return { ...expandValues(plain, { ...variables, ...secret }), ...secret };
}
