export { describeReal } from './describe-real.js';
export { cacheFolder, findProgram } from './find-program.js';
export type { RealServer } from './servers.js';
