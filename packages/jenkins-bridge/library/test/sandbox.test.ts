import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { answerBy, describeEngine } from '@towline/test-kit/groovy';
import { refusedToLibrary } from './allow-list.js';
import { libraries, withLibrary } from './library.js';

const healthy = JSON.stringify({
  deliveries: [{ application: 'argocd/cart', image: 'a', state: 'healthy', commit: 'b' }],
});

describeEngine('a library of a folder', (engine) => {
  it('does nothing that the sandbox refuses', async () => {
    const pipeline = readFileSync(
      new URL('../../src/core/pipeline/testdata/pipelines/everything.json', import.meta.url),
      'utf8',
    );
    const result = await engine.run({
      script: withLibrary('towlinePipeline()'),
      sandbox: true,
      // Each of its many steps is long enough without.
      serialize: false,
      libraries: libraries(false),
      files: { 'towline.yaml': pipeline, 'ci/pod.yaml': 'kind: Pod', 'towline-image-0.tar': 'an image' },
      env: { BRANCH_NAME: 'main' },
      changedFiles: ['services/cart/a.ts'],
      params: { STAGE: 'qa' },
      answer: answerBy([
        { command: 'git describe', stdout: 'v1.2\n' },
        { command: '/refresh', stdout: '\n202' },
        { command: '/deliveries', stdout: `${healthy}\n200` },
      ]),
    });
    expect(result.error).toBeNull();
    expect(refusedToLibrary(result.sandbox)).toEqual([]);
  }, 120_000);

  it('tells in the sandbox too what is wrong with a pipeline', async () => {
    const script = withLibrary(
      `towlinePipeline(imges: [], tests: [[kind: 'agent', rn: 1]], publication: [tags: ['{sah}']])`,
    );
    const { error, sandbox } = await engine.run({ script, sandbox: true, libraries: libraries(false) });
    expect(error?.message).toContain('towlinePipeline: imges: Nothing reads this key; did you mean images?');
    expect(refusedToLibrary(sandbox)).toEqual([]);
  });
});
