import { describe } from '@jest/globals';
import { gitRefusalsContract } from './git-refusals.js';
import { gitRepositoryContract } from './git-suite.js';
import { startGitHubTarget } from './git-targets.js';

describe('the GitHub adapter', () => {
  gitRepositoryContract(() => startGitHubTarget());
});

describe('the GitHub adapter by itself', () => {
  gitRefusalsContract(() => startGitHubTarget());
});
