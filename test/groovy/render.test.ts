import { expect, it } from '@jest/globals';
import { answerBy, describeEngine } from '@towline/test-kit/groovy';
import { renderedFile, renderedFiles } from './rendered.js';

describeEngine('every rendered Jenkinsfile', (engine) => {
  const seen = new Set<string>();
  it.each(renderedFiles)('runs to its end: $feature, $syntax', async ({ feature, syntax }) => {
    const result = await engine.run({
      script: renderedFile(feature, syntax),
      sandbox: true,
      files: { VERSION: '1.2', 'ci/pod.yaml': 'spec: {}', 'ci/amd64.yaml': 'spec: {}', 'ci/arm64.yaml': 'spec: {}' },
      env: { CHANNEL: 'beta', BRANCH_NAME: 'main', WORKSPACE: '/w' },
      params: { PUSH: true },
      answer: answerBy([
        { command: '/api/v1/deliveries', stdout: '{"deliveries":[{"application":"argocd/cart","state":"healthy"}]}' },
        { command: 'describe-repositories', status: 254 },
        { command: 'date', stdout: '2026-11-21T14:00:00Z' },
        { command: 'git describe', stdout: 'v1.2-3-gabc' },
      ]),
    });
    expect(result).toMatchObject({ error: null, result: 'SUCCESS' });
    for (const each of result.sandbox) seen.add(each);
  });
  it('prints', () => {
    process.stderr.write([...seen].sort().join('\n'));
  });
});
