import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, inheritedEnvironment, runProcess } from '@towline/shared/process';
import type { Commands, TakeLine, Workbench } from '../../core/run/workshop.js';
import { findReports } from './find-reports.js';
import { runSupervised } from './supervised.js';

/** Where commands run. */
export interface WorkbenchOptions {
  /** The work tree. */
  readonly folder: string;
  /** What the machine has; what a stage says comes over it. */
  readonly environment: Environment;
  /** Who runs containers; undefined where nobody does. */
  readonly containers: 'podman' | 'docker' | undefined;
}

/** A {@link Workbench} on this machine. Commands run by `sh -xe`, as in Jenkins, or by the program that their first line names by `#!`. */
export function createWorkbench(options: WorkbenchOptions): Workbench {
  const { folder } = options;
  return {
    async run(commands, take, signal) {
      const own = await mkdtemp(join(tmpdir(), 'towline-run-'));
      try {
        const script = join(own, 'script.sh');
        await writeFile(script, commands.script, { mode: 0o700 });
        const run = { options, commands, script };
        return await (commands.container === undefined ? runHere : runInContainer)(run, take, signal);
      } finally {
        await rm(own, { recursive: true, force: true });
      }
    },
    reports: (pattern, since, signal) => findReports({ folder, pattern, since }, signal),
  };
}

interface Run {
  readonly options: WorkbenchOptions;
  readonly commands: Commands;
  /** Their file. */
  readonly script: string;
}

function environmentOf({ options, commands }: Omit<Run, 'script'>): Environment {
  return { ...options.environment, CI: 'true', WORKSPACE: options.folder, ...commands.environment };
}

function runHere({ script, ...run }: Run, take: TakeLine, signal: AbortSignal): Promise<number> {
  const [command = '', ...args] = run.commands.script.startsWith('#!') ? [script] : ['sh', '-xe', script];
  return runSupervised({ command, args, cwd: run.options.folder, environment: environmentOf(run) }, take, signal);
}

/** Values reach the container by the environment of the program that starts it: nobody sees them among the processes. */
async function runInContainer(run: Run, take: TakeLine, signal: AbortSignal): Promise<number> {
  const { options, commands } = run;
  const { containers: command = 'podman', folder, environment } = options;
  const name = `towline-${randomUUID()}`;
  const { image = '', args = '' } = commands.container ?? {};
  const names = ['CI', 'WORKSPACE', ...Object.keys(commands.environment)];
  const container = [
    'run',
    '--rm',
    '--name',
    name,
    '--volume',
    `${folder}:${folder}`,
    '--workdir',
    folder,
    ...names.flatMap((each) => ['--env', each]),
    ...(args ?? '').split(/\s+/).filter((word) => word !== ''),
    '--entrypoint',
    'sh',
    image,
    '-xec',
    commands.script.trimEnd(),
  ];
  try {
    return await runSupervised(
      { command, args: container, cwd: folder, environment: environmentOf(run) },
      take,
      signal,
    );
  } finally {
    if (signal.aborted) await removeContainer(command, name, environment);
  }
}

/** The program that started the container is gone, and the container need not be. */
async function removeContainer(command: string, name: string, environment: Environment): Promise<void> {
  const request = {
    command,
    args: ['rm', '--force', name],
    env: inheritedEnvironment(environment, ['PATH', 'HOME', 'XDG_RUNTIME_DIR', 'DOCKER_HOST']),
    maxOutputBytes: 65_536,
    timeoutMs: 20_000,
    // One that has ended already is what is wanted.
    allowExitCodes: [1, 125],
  };
  await runProcess(request);
}
