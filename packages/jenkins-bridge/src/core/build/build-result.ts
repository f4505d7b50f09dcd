import type { ExitCodeName } from '@towline/shared/errors';
import type { BuildResult } from '../jenkins/jenkins.js';

const exits: Readonly<Record<BuildResult, ExitCodeName>> = {
  SUCCESS: 'done',
  FAILURE: 'failed',
  UNSTABLE: 'unstable',
  ABORTED: 'aborted',
  NOT_BUILT: 'not-built',
};

/** How a command ends that waited for a build with this result. */
export function exitOf(result: BuildResult): ExitCodeName {
  return exits[result];
}

/** A result in Jenkins' words; undefined for everything else. */
export function parseBuildResult(text: string): BuildResult | undefined {
  return isResult(text) ? text : undefined;
}

function isResult(text: string): text is BuildResult {
  return Object.hasOwn(exits, text);
}

const badness: readonly BuildResult[] = ['SUCCESS', 'NOT_BUILT', 'UNSTABLE', 'ABORTED', 'FAILURE'];

/** The result that tells most of several builds: the worst. */
export function worstResult(results: readonly BuildResult[]): BuildResult {
  return badness[Math.max(0, ...results.map((one) => badness.indexOf(one)))] ?? 'SUCCESS';
}
