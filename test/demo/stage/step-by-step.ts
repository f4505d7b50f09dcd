import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcess } from '@towline/shared/process';
import type { Pipeline } from './pipeline.js';
import { type Place, programs } from './place.js';

/** What the steps of a pipeline need. */
export interface StepsOptions {
  readonly place: Place;
  /** The repository of the application. */
  readonly url: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** A pipeline that runs its steps when its end is waited for: clone, test, then build and push for two platforms. */
export function stepByStep({ place, url, image, environment, signal }: StepsOptions): Pipeline {
  const folder = join(place.folder, 'workspace');
  const run = async (command: string, ...args: readonly string[]) => {
    const cwd = folder;
    const request = { command, args, cwd, env: environment, signal, maxOutputBytes: 1_000_000, timeoutMs: 60_000 };
    const { exitCode, stdout } = await runProcess({ ...request, allowExitCodes: [1] });
    return { isGood: exitCode === 0, log: Buffer.from(stdout).toString('utf8') };
  };
  const build = (commit: string) => {
    const tags = ['-t', `${image}:${commit}`, '-t', `${image}:latest`, '--push'];
    const labels = [`revision=${commit}`, `source=${url}`].flatMap((text) => [
      '--label',
      `org.opencontainers.image.${text}`,
    ]);
    const places = ['--registries', place.registriesConf, '--platform', 'linux/amd64,linux/arm64'];
    return run(process.execPath, programs.jenkinsBridge, 'image', 'build', ...places, ...tags, ...labels, '.');
  };
  return {
    async ended(commit) {
      await rm(folder, { recursive: true, force: true });
      await runProcess({
        command: 'git',
        args: ['clone', '-q', url, folder],
        env: environment,
        signal,
        maxOutputBytes: 65_536,
      });
      await run('git', 'checkout', '-q', commit);
      const tested = await run(process.execPath, '--test');
      if (!tested.isGood) return { result: 'FAILURE', log: tested.log };
      const built = await build(commit);
      return { result: built.isGood ? 'SUCCESS' : 'FAILURE', log: built.log };
    },
  };
}
