/** How a command ended, as its exit code: one table for every command of every package. */
export const exitCodes = {
  done: 0,
  failed: 1,
  'wrong-usage': 2,
  'nothing-matched': 3,
  'timed-out': 4,
  changes: 10,
  unstable: 11,
  aborted: 12,
  'not-built': 13,
  interrupted: 130,
  terminated: 143,
} as const;

/** A name of {@link exitCodes}. */
export type ExitCodeName = keyof typeof exitCodes;

/** What each exit code says: the reference page is made of these. */
export const exitCodeMeanings: Readonly<Record<ExitCodeName, string>> = {
  done: 'Done, or nothing to do.',
  failed: 'Something failed or was refused; standard error says what, why and what to do.',
  'wrong-usage': 'The command line, the environment or the configuration file is wrong. Nothing was done.',
  'nothing-matched': 'Nothing matched what was asked for: no such application, or no tag that the policy allows.',
  'timed-out': 'The time that was given was over.',
  changes: 'There are changes to make: what `plan` says instead of 0.',
  unstable: 'The build of Jenkins ended as UNSTABLE.',
  aborted: 'The build of Jenkins ended as ABORTED.',
  'not-built': 'The build of Jenkins ended as NOT_BUILT.',
  interrupted: 'Interrupted by SIGINT, as by Ctrl-C; what was begun has been cleaned up.',
  terminated: 'Ended by SIGTERM; what was begun has been cleaned up.',
};
