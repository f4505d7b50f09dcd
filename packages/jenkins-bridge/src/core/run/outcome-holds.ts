import type { BuildResult } from '../jenkins/jenkins.js';
import type { Outcome } from '../pipeline/model/after.js';

/** Whether a build has had an outcome; `previous` is the result of the one before it, where there was one. */
export function outcomeHolds(outcome: Outcome, result: BuildResult, previous: BuildResult | undefined): boolean {
  switch (outcome) {
    case 'always':
      return true;
    case 'success':
      return result === 'SUCCESS';
    case 'failure':
      return result === 'FAILURE';
    case 'unstable':
      return result === 'UNSTABLE';
    case 'aborted':
      return result === 'ABORTED';
    case 'changed':
      return result !== previous;
    case 'fixed':
      return result === 'SUCCESS' && (previous === 'FAILURE' || previous === 'UNSTABLE');
  }
}
