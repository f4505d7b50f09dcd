export {
  type BareRepository,
  createBareRepository,
  openBareRepository,
  type PersonCommit,
  type RepositoryOptions,
} from './bare-repository.js';
export { gitProgram } from './git-program.js';
export {
  basicAuth,
  type GitRequestKind,
  type GitServer,
  type GitServerOptions,
  passwordOf,
  type ServedRepository,
  startGitServer,
} from './git-server.js';
export { importStream, type SeedCommit, type SeedFile, type SeedFiles, type SeedPerson } from './import-stream.js';
export type { GitInput } from './run-git.js';
