import type { CommandEntry } from './frame/command.js';

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
    name: 'template',
    summary: 'show what a template of commit messages makes',
    load: async () => (await import('./commands/template.js')).template,
  },
  {
    name: 'completion',
    summary: 'print the completion script of a shell',
    load: async () => (await import('./commands/completion.js')).completion,
  },
];
