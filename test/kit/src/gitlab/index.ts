export { type GitLabOptions, type GitLabServer, type MergeRequestState, startGitLab } from './gitlab-server.js';
