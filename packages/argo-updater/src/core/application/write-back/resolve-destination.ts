import { baseBranch, trackedRevision } from './base-branch.js';
import type { BranchSetting } from './branch.js';
import { valuesSource } from './chart-values.js';
import type { GitContext } from './write-back-context.js';
import type { BaseBranch } from './write-target.js';

/** The repository to commit to: the one that is named, else the one of the source, or of the values of a chart. */
export function resolveRepository(context: GitContext): string | undefined {
  const { application, settings, written, manifest, compat, report } = context;
  const explicit = settings.gitConfig?.repository ?? manifest?.repository;
  if (explicit !== undefined) return explicit;
  if (manifest) {
    const message = 'the Application was read from a folder, and it is not known which repository that belongs to';
    return report.error('repository', { code: 'write-back-repository', message, fix: 'Name the repository.' });
  }
  const { source } = written;
  if (compat) return source.repository;
  const home = valuesSource(application, source) ?? source;
  if (!home.chart) return home.repository;
  const message = `the source is the chart ${home.chart} of a Helm repository, to which nothing can be committed`;
  const fix = 'Name the Git repository that holds the values.';
  return report.error('repository', { code: 'write-back-repository', message, fix });
}

/** The branch that commits start from: the one that is named, else the one that the Application tracks in `repository`. */
export function resolveBase(
  context: GitContext,
  { branch, repository }: { branch: BranchSetting; repository: string },
): BaseBranch | undefined {
  const { application, written, manifest, compat, report } = context;
  const tracked = manifest?.repository === repository ? manifest.revision : undefined;
  const revision = branch.base || (tracked ?? trackedRevision(application, { source: written, repository, compat }));
  const message = `${revision} is a commit, which no push can move`;
  return baseBranch(revision) ?? report.error('branch', { code: 'write-back-branch', message, fix: 'Name a branch.' });
}
