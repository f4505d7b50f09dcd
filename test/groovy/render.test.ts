import { expect, it } from '@jest/globals';
import { type AnswerRule, answerBy, describeEngine } from '@towline/test-kit/groovy';
import { refused } from './allow-list.js';
import { renderedFile, renderedFiles } from './rendered.js';

/** What everything goes well with. */
const world: readonly AnswerRule[] = [
  { command: '/api/v1/deliveries', stdout: '{"deliveries":[{"application":"argocd/cart","state":"healthy"}]}' },
  { command: 'describe-repositories', status: 254 },
  { command: /date/i, stdout: '2026-11-21T14:00:00Z' },
  { command: 'git describe', stdout: 'v1.2-3-gabc' },
  { command: /git rev-parse HEAD$/, stdout: '0123456789abcdef0123456789abcdef01234567' },
];

/** The files of a checkout, and those that commands make. */
const files = {
  VERSION: '1.2',
  'ci/amd64.yaml': 'spec: {}',
  'ci/arm64.yaml': 'spec: {}',
  'ci/pod.yaml': 'spec: {}',
  'towline-image-0.tar': '',
  'towline-node-0-0.tar': '',
  'towline-node-0-1.tar': '',
};

describeEngine('every rendered Jenkinsfile', (engine) => {
  it.each(renderedFiles)('runs to its end in the sandbox: $feature, $syntax', async ({ feature, syntax }) => {
    const script = renderedFile(feature, syntax);
    const env = { CHANNEL: 'beta', BRANCH_NAME: 'main' };
    const result = await engine.run({
      script,
      sandbox: true,
      files,
      env,
      params: { PUSH: true },
      answer: answerBy(world),
    });
    expect(result).toMatchObject({ error: null, result: 'SUCCESS' });
    expect(refused(result.sandbox)).toEqual([]);
  });
});
