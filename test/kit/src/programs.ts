import type { KitProgram } from './standalone/index.js';

/** The fakes that start as programs: `towline-kit NAME`. Each is loaded when it is asked for. */
export const programs: Readonly<Record<string, () => Promise<KitProgram>>> = {
  registry: async () => (await import('./registry/index.js')).registryProgram,
  sqs: async () => (await import('./aws/index.js')).sqsProgram,
  secrets: async () => (await import('./aws/index.js')).secretsProgram,
  git: async () => (await import('./git/index.js')).gitProgram,
  github: async () => (await import('./github/index.js')).githubProgram,
  jenkins: async () => (await import('./jenkins/index.js')).jenkinsProgram,
  kube: async () => (await import('./kube/index.js')).kubeProgram,
  operator: async () => (await import('./operator/index.js')).operatorProgram,
};
