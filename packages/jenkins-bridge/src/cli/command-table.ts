import { type CommandEntry, completionCommand, versionCommand } from '@towline/shared/cli';
import { version } from '../version.js';

/** Every command, in the order in which people meet them. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'write a first towline.yaml from what a folder holds',
    load: async () => (await import('./commands/init.js')).init,
  },
  {
    name: 'render',
    summary: 'write the Jenkinsfile of towline.yaml, or see whether it is up to date',
    load: async () => (await import('./commands/render.js')).render,
  },
  {
    name: 'lint',
    summary: 'find the mistakes of Jenkinsfiles, also of hand-written ones',
    load: async () => (await import('./commands/lint.js')).lint,
  },
  {
    name: 'setup',
    summary: 'make the job of a pipeline in Jenkins, or bring it up to date',
    load: async () => (await import('./commands/setup.js')).setup,
  },
  {
    name: 'doctor',
    summary: 'look at what a pipeline needs of Jenkins',
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
  {
    name: 'build',
    summary: 'build jobs of Jenkins, and show them until they end',
    load: async () => (await import('./commands/build.js')).build,
  },
  {
    name: 'run',
    summary: 'run a pipeline on this machine, without a Jenkins',
    load: async () => (await import('./commands/run.js')).run,
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
    name: 'answer',
    summary: 'answer a question that a build waits at',
    load: async () => (await import('./commands/answer.js')).answerCommand,
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
  {
    name: 'image push',
    summary: 'push images that were built here',
    load: async () => (await import('./commands/image-push.js')).imagePush,
  },
  {
    name: 'image copy',
    summary: 'copy an image from one place to another',
    load: async () => (await import('./commands/image-copy.js')).imageCopy,
  },
  {
    name: 'image tag',
    summary: 'give an image more tags where it is',
    load: async () => (await import('./commands/image-tag.js')).imageTag,
  },
  {
    name: 'image index',
    summary: 'one name for the images of several platforms',
    load: async () => (await import('./commands/image-index.js')).imageIndex,
  },
  {
    name: 'image inspect',
    summary: 'what an image is, without pulling it',
    load: async () => (await import('./commands/image-inspect.js')).imageInspect,
  },
  {
    name: 'image prune',
    summary: 'make the store of images keep to its limits',
    load: async () => (await import('./commands/image-prune.js')).imagePrune,
  },
  completionCommand('jenkins-bridge'),
  versionCommand('jenkins-bridge', version),
];
