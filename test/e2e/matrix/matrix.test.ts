import { describe } from '@jest/globals';
import { describeReal } from '@towline/test-kit/real';
import { matrixSuite } from './matrix-suite.js';

describe('every source with every write target, by the fakes', () => {
  matrixSuite({ kind: 'fake', transport: 'http' });
});

describeReal('kube-api', 'every source with every write target, by the real servers', () => {
  describeReal('docker-registry', 'with an OCI registry', () => {
    describe('and Git over HTTP', () => {
      matrixSuite({ kind: 'real', transport: 'http' });
    });

    describeReal('openssh', 'and Git over SSH', () => {
      matrixSuite({ kind: 'real', transport: 'ssh' });
    });
  });
});
