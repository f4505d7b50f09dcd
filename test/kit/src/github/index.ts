export type { FakeApp } from './app-auth.js';
export { githubProgram } from './github-program.js';
export { type GitHubOptions, type GitHubServer, startGitHub } from './github-server.js';
export type { PullRequestState } from './pull-request-state.js';
