import type { Paint } from '@towline/shared/cli';
import { formatDuration } from '@towline/shared/text';
import type { FullBuildReport } from '../../app/builds/run-build.js';
import type { BuildResult, BuildStage } from '../../core/jenkins/jenkins.js';

/** A result with its colour. */
export function resultText(result: BuildResult | undefined, paint: Paint): string {
  if (result === undefined) return paint.cyan('RUNNING');
  return { SUCCESS: paint.green, UNSTABLE: paint.yellow, FAILURE: paint.red, ABORTED: paint.dim, NOT_BUILT: paint.dim }[
    result
  ](result);
}

/** A duration for people, in whole seconds. */
export function secondsText(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '' : formatDuration(Math.max(1, Math.round(milliseconds / 1000)) * 1000);
}

/** A stage and what became of it. */
export function stageText({ name, status, durationMs }: BuildStage, paint: Paint): string {
  const signs: Readonly<Record<BuildStage['status'], string>> = {
    waiting: paint.dim('·'),
    running: paint.cyan('▸'),
    paused: paint.yellow('?'),
    success: paint.green('✓'),
    unstable: paint.yellow('!'),
    failed: paint.red('✗'),
    aborted: paint.red('■'),
    skipped: paint.dim('-'),
  };
  return `${signs[status]} ${printable(name)}${durationMs > 0 ? ` ${paint.dim(secondsText(durationMs))}` : ''}`;
}

/** What a build came to, in a few lines. */
export function reportText({ job, number, result, durationMs, url, images }: FullBuildReport, paint: Paint): string {
  const took = durationMs === undefined ? '' : ` after ${secondsText(durationMs)}`;
  const pushed = images.map(
    ({ repository = '', tag, digest }) =>
      `  ${printable(`${repository}${tag === undefined ? '' : `:${tag}`}`)} ${paint.dim(digest)}\n`,
  );
  return `${printable(job)} #${number}: ${resultText(result, paint)}${took}\n${pushed.join('')}${url === undefined ? '' : `  ${paint.dim(url)}\n`}`;
}

/** Text of others without what could control a terminal. */
export function printable(text: string): string {
  return text.replace(/(?!\t)\p{Cc}/gu, '·');
}
