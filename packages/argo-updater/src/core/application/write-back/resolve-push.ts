import { type BranchSetting, parseBranch } from './branch.js';
import { readPullRequest } from './pull-request.js';
import type { GitContext } from './write-back-context.js';
import type { Push } from './write-target.js';

/** Reads the branch setting. */
export function resolveBranch({ settings, report }: GitContext): BranchSetting | undefined {
  const text = settings.gitConfig?.branch ?? '';
  const fix = 'Write base, base:write or :write; a template cannot hold a colon.';
  const message = `${JSON.stringify(text)} has more than one colon`;
  return parseBranch(text) ?? report.error('branch', { code: 'write-back-branch', message, fix });
}

/** How commits reach people: onto the base branch, onto another one, or by a pull request. */
export function resolvePush({ settings, report }: GitContext, { write }: BranchSetting): Push | undefined {
  const { pullRequest, branch = '' } = settings.gitConfig ?? {};
  if (!pullRequest) return write === '' ? { kind: 'base' } : { kind: 'branch', template: write };
  const reading = readPullRequest(pullRequest);
  if (reading.kind === 'refused') {
    const { message } = reading;
    return report.error('pullRequest', { code: 'pull-request-provider', message, fix: 'Write github or gitlab.' });
  }
  if (!branch.includes(':')) return reading.push;
  const message = 'a pull request has a head branch of its own';
  const fix = 'Give its base branch only, without a colon.';
  return report.error('branch', { code: 'pull-request-branch', message, fix });
}
