import { describe, expect, it } from '@jest/globals';
import { readPushReport } from './push-report.js';

const report = (line: string): string => `To https://example.com/app.git\n${line}\nDone\n`;
const ref = '0123:refs/heads/main';

describe('the report of a push', () => {
  it.each([
    [' \t', '1234..0123', 'a branch that moved forward'],
    ['*\t', '[new branch]', 'a new branch'],
    ['+\t', '1234...0123 (forced update)', 'a branch of our own that was replaced'],
    ['=\t', '[up to date]', 'a branch that is there already'],
  ])('%j %s is accepted: %s', (flag, summary) => {
    expect(readPushReport(report(`${flag}${ref}\t${summary}`), '')).toEqual({ kind: 'accepted' });
  });

  it.each([
    ['[rejected] (fetch first)'],
    ['[rejected] (non-fast-forward)'],
    ['[rejected] (stale info)'],
    ['[rejected] (already exists)'],
    ['[remote rejected] (failed to update ref)'],
    ["[remote rejected] (cannot lock ref 'refs/heads/main': is at 1 but expected 2)"],
    ['[remote rejected] (non-fast-forward)'],
  ])('%s says that somebody was quicker', (summary) => {
    const verdict = readPushReport(report(`!\t${ref}\t${summary}`), 'remote: hint: look\n');
    expect(verdict).toEqual({ kind: 'rejected', reason: 'branch-moved', message: summary });
  });

  it.each([
    ['[remote rejected] (pre-receive hook declined)'],
    ['[remote rejected] (protected branch hook declined)'],
    ['[remote rejected] (shallow update not allowed)'],
    ['[remote rejected] (push declined due to repository rule violations)'],
  ])('%s says that the server is against it, in its own words', (summary) => {
    const stderr =
      'remote: error: GH006: Protected branch update failed.        \nremote: \nremote: Changes must be reviewed.\nerror: failed to push\n';
    expect(readPushReport(report(`!\t${ref}\t${summary}`), stderr)).toEqual({
      kind: 'rejected',
      reason: 'refused-by-server',
      message: `${summary}: error: GH006: Protected branch update failed. Changes must be reviewed.`,
    });
  });

  it('that names no ref is none', () => {
    expect(readPushReport('', 'fatal: unable to access')).toBeUndefined();
  });
});
