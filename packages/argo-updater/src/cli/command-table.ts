import { type CommandEntry, completionCommand, versionCommand } from '@towline/shared/cli';
import { version } from '../version.js';

/** Every command, in the order in which people meet them. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'write the annotations of an Application into its manifest',
    load: async () => (await import('./commands/init.js')).init,
  },
  {
    name: 'lint',
    summary: 'find misspelt, conflicting and useless annotations',
    load: async () => (await import('./commands/lint.js')).lint,
  },
  {
    name: 'test',
    summary: 'show which tag of an image a policy chooses, and why',
    load: async () => (await import('./commands/test.js')).test,
  },
  {
    name: 'plan',
    summary: 'show what would be written now, as a diff of each file',
    load: async () => (await import('./commands/plan.js')).plan,
  },
  {
    name: 'explain',
    summary: 'show for each tag of an image why it is chosen or not',
    load: async () => (await import('./commands/explain.js')).explain,
  },
  {
    name: 'run',
    summary: 'write what plan shows',
    load: async () => (await import('./commands/run.js')).run,
  },
  {
    name: 'rollback',
    summary: 'take a version back by a commit, and hold it',
    load: async () => (await import('./commands/rollback.js')).rollback,
  },
  {
    name: 'hold',
    summary: 'keep images as they are, until a time or until release',
    load: async () => (await import('./commands/hold.js')).hold,
  },
  {
    name: 'release',
    summary: 'let go what a revert, a rollback or hold keeps back',
    load: async () => (await import('./commands/release.js')).release,
  },
  {
    name: 'status',
    summary: 'show what is deployed, what is wanted and why',
    load: async () => (await import('./commands/status.js')).status,
  },
  {
    name: 'reconcile',
    summary: 'have an Application looked at now',
    load: async () => (await import('./commands/reconcile.js')).reconcile,
  },
  {
    name: 'wait',
    summary: 'wait until a delivery is healthy',
    load: async () => (await import('./commands/wait.js')).wait,
  },
  {
    name: 'doctor',
    summary: 'look whether everything is at hand, and say what to do where it is not',
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
  {
    name: 'template',
    summary: 'show what a template of commit messages makes',
    load: async () => (await import('./commands/template.js')).template,
  },
  completionCommand('argo-updater'),
  versionCommand('argo-updater', version),
];
