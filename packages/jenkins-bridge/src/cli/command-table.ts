import type { CommandEntry } from '@towline/shared/cli';

/** Every command, in the order in which people meet them. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'lint',
    summary: 'find the mistakes of Jenkinsfiles, also of hand-written ones',
    load: async () => (await import('./commands/lint.js')).lint,
  },
  {
    name: 'build',
    summary: 'build jobs of Jenkins, and show them until they end',
    load: async () => (await import('./commands/build.js')).build,
  },
  {
    name: 'logs',
    summary: 'the log of a build, until it ends',
    load: async () => (await import('./commands/logs.js')).logs,
  },
  {
    name: 'status',
    summary: 'where a build is',
    load: async () => (await import('./commands/status.js')).status,
  },
  {
    name: 'history',
    summary: 'the newest builds of a job',
    load: async () => (await import('./commands/history.js')).history,
  },
  {
    name: 'stop',
    summary: 'end a build, gently first',
    load: async () => (await import('./commands/stop.js')).stop,
  },
  {
    name: 'image build',
    summary: 'build an image from a Dockerfile, without a daemon',
    load: async () => (await import('./commands/image-build.js')).imageBuild,
  },
];
