import type { CommandEntry } from '@towline/shared/cli';

/** Every command, in the order in which people meet them. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'lint',
    summary: 'find the mistakes of Jenkinsfiles, also of hand-written ones',
    load: async () => (await import('./commands/lint.js')).lint,
  },
];
