import { parseGitSha } from '@towline/shared/image';
import type { Application } from '../application.js';
import type { SelectedSource } from '../source.js';
import type { BaseBranch } from './write-target.js';

/**
 * The revision that the Application tracks in `repository`: that of the source with this very URL, else that of the selected source.
 * Under `compat` the version of a chart counts as one too.
 */
export function trackedRevision(
  application: Application,
  { source, repository, compat = false }: { source: SelectedSource; repository: string; compat?: boolean },
): string {
  const { sources } = application;
  const same = sources.kind === 'multiple' ? sources.sources.find((one) => one.repository === repository) : undefined;
  const tracked = same ?? source.source;
  return tracked.chart && !compat ? '' : tracked.targetRevision;
}

/** A tracked revision as a branch: nothing and `HEAD` mean the default branch. Undefined for a commit, which no push can move. */
export function baseBranch(revision: string): BaseBranch | undefined {
  if (revision === '' || revision === 'HEAD') return { kind: 'default' };
  if (parseGitSha(revision) !== undefined) return undefined;
  return { kind: 'named', name: revision.replace(/^refs\/heads\//, '') };
}
