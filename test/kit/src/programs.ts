import type { KitProgram } from './standalone/index.js';

/** The fakes that start as programs: `towline-kit NAME`. Each is loaded when it is asked for. */
export const programs: Readonly<Record<string, () => Promise<KitProgram>>> = {
  git: async () => (await import('./git/index.js')).gitProgram,
  kube: async () => (await import('./kube/index.js')).kubeProgram,
};
