import type { Jenkins } from './core/jenkins/jenkins.js';

/** A Jenkins that its first call makes, with all that has to be loaded for it. One that was never called has nothing to close. */
export function lazyJenkins(make: () => Promise<Jenkins>): Jenkins {
  let made: Promise<Jenkins> | undefined;
  const get = (): Promise<Jenkins> => {
    made ??= make();
    return made;
  };
  return {
    identify: async (...call) => (await get()).identify(...call),
    plugins: async (...call) => (await get()).plugins(...call),
    job: async (...call) => (await get()).job(...call),
    configuration: async (...call) => (await get()).configuration(...call),
    create: async (...call) => (await get()).create(...call),
    update: async (...call) => (await get()).update(...call),
    trigger: async (...call) => (await get()).trigger(...call),
    queued: async (...call) => (await get()).queued(...call),
    cancel: async (...call) => (await get()).cancel(...call),
    build: async (...call) => (await get()).build(...call),
    history: async (...call) => (await get()).history(...call),
    log: async (...call) => (await get()).log(...call),
    stages: async (...call) => (await get()).stages(...call),
    inputs: async (...call) => (await get()).inputs(...call),
    answer: async (...call) => (await get()).answer(...call),
    interrupt: async (...call) => (await get()).interrupt(...call),
    credential: async (...call) => (await get()).credential(...call),
    createCredential: async (...call) => (await get()).createCredential(...call),
    updateCredential: async (...call) => (await get()).updateCredential(...call),
    validate: async (...call) => (await get()).validate(...call),
    createToken: async (...call) => (await get()).createToken(...call),
    revokeToken: async (...call) => (await get()).revokeToken(...call),
    close: async () => (await made)?.close(),
  };
}
