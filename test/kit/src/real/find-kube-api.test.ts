import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { kubeApiPath } from './find-kube-api.js';

it('the API server is looked for where its script puts it', () => {
  const script = fileURLToPath(new URL('../../../../.ci/build-kube-api.sh', import.meta.url));
  expect(kubeApiPath()).toBe(execFileSync('bash', [script, '--path'], { encoding: 'utf8' }).trim());
});
