import { parseGitSha } from '@towline/shared/image';
import type { Application } from '../application.js';
import type { SelectedSource } from '../source.js';
import { valuesSource } from './chart-values.js';
import type { BaseBranch } from './write-target.js';

/**
 * The revision that the Application tracks in `repository`: that of the written source, or of the values of its chart, where they are
 * there; else that of the first source that is. Of no source there, the written one's; the version of a chart is none. Under `compat` the
 * first source there counts, and the version of a chart is taken for a revision.
 */
export function trackedRevision(
  application: Application,
  { source, repository, compat = false }: { source: SelectedSource; repository: string; compat?: boolean },
): string {
  const { sources } = application;
  const written = source.source;
  const all = sources.kind === 'multiple' ? sources.sources : [];
  const order = compat ? all : [written, valuesSource(application, written), ...all];
  const tracked = order.find((one) => one?.repository === repository) ?? written;
  return tracked.chart && !compat ? '' : tracked.targetRevision;
}

/** A revision as a branch: nothing and `HEAD` mean the default branch. Undefined for a commit, which no push can move. */
export function baseBranch(revision: string): BaseBranch | undefined {
  if (revision === '' || revision === 'HEAD') return { kind: 'default' };
  if (parseGitSha(revision) !== undefined) return undefined;
  return { kind: 'named', name: revision.replace(/^refs\/heads\//, '') };
}
