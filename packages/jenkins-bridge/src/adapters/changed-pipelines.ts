import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path/posix';
import { type Environment, inheritedEnvironment, runProcess } from '@towline/shared/process';
import { formatFinding } from '../core/pipeline/pipeline-finding.js';
import { readPipeline } from '../core/pipeline/read-pipeline.js';
import { ChangesError } from './changes-error.js';

/** A pipeline whose folder has changed. */
export interface ChangedPipeline {
  /** As the job is called. */
  readonly name: string;
  /** From the directory that was searched. */
  readonly path: string;
}

/** Where pipelines are looked for. */
export interface ChangeQuery {
  readonly directory: string;
  readonly since: string;
  readonly environment: Environment;
  readonly signal?: AbortSignal | undefined;
}

/** Every `towline.yaml` below a directory of a checkout in whose folder a file differs from what it was at a revision. */
export async function findChangedPipelines(query: ChangeQuery): Promise<readonly ChangedPipeline[]> {
  const files = (await git(query, ['ls-files', '-z', '--', 'towline.yaml', '**/towline.yaml'])).filter(
    (one) => one !== '',
  );
  const changed = await git(query, ['diff', '-z', '--name-only', '--relative', '--end-of-options', query.since]);
  const hit = files.filter((path) => {
    const folder = dirname(path);
    return changed.some((file) => file !== '' && (folder === '.' || file.startsWith(`${folder}/`)));
  });
  return Promise.all(hit.map(async (path) => ({ name: await nameOf(join(query.directory, path), path), path })));
}

async function git(
  { directory, environment, signal }: ChangeQuery,
  args: readonly string[],
): Promise<readonly string[]> {
  try {
    const { stdout } = await runProcess({
      command: 'git',
      args: ['-C', directory, ...args],
      env: inheritedEnvironment(environment, ['PATH', 'HOME']),
      maxOutputBytes: 32 * 1024 * 1024,
      signal,
    });
    return new TextDecoder().decode(stdout).split('\0');
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ChangesError('changes-no-repository', 'Git cannot tell what has changed', {
      cause,
      hint: 'Run it in a checkout, and give a revision that is in it: --since origin/main.',
    });
  }
}

async function nameOf(file: string, path: string): Promise<string> {
  const reading = readPipeline(await readFile(file, 'utf8'));
  if (reading.kind === 'refused') {
    const lines = reading.findings.map((finding) => `\n  ${formatFinding(finding)}`);
    throw new ChangesError('changes-bad-pipeline', `${path} is not valid:${lines.join('')}`);
  }
  return reading.pipeline.name ?? reading.pipeline.images[0]?.name ?? path;
}
