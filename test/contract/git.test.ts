import { describe } from '@jest/globals';
import { Secret } from '@towline/shared/secret';
import { basicAuth } from '@towline/test-kit/git';
import { describeReal } from '@towline/test-kit/real';
import { gitRefusalsContract } from './git-refusals.js';
import { gitRepositoryContract } from './git-suite.js';
import { startHttpTarget, startSshTarget } from './git-targets.js';

describe('the git program over HTTP with a password', () => {
  gitRepositoryContract(() =>
    startHttpTarget(
      { authorize: basicAuth('ann', 'pa:ss wörd') },
      { credentials: { kind: 'basic', username: 'ann', password: new Secret('pa:ss wörd') } },
    ),
  );
});

describe('the git program by itself', () => {
  gitRefusalsContract(() => startHttpTarget({}));
});

describe('the git program with a depth of one', () => {
  gitRepositoryContract(() => startHttpTarget({}, { depth: 1 }));
});

describe('the git program on a server without filters', () => {
  gitRepositoryContract(() => startHttpTarget({ filters: false }));
});

describeReal('openssh', 'the git program over SSH', () => {
  gitRepositoryContract(startSshTarget);
});
