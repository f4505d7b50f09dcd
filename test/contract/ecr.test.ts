import { describe } from '@jest/globals';
import { describeReal, startMoto } from '@towline/test-kit/real';
import { startRegistry } from '@towline/test-kit/registry';
import { ecrContract } from './ecr-suite.js';
import { startBeforeReal } from './oci-before-real.js';

describe("the kit's registry keeps the ECR contract", () => {
  ecrContract(() => startRegistry({ access: { kind: 'ecr' } }));
});

describeReal('docker-registry', 'the ECR contract holds with the content in docker-registry', () => {
  ecrContract(() => startBeforeReal({ access: { kind: 'ecr' } }));
});

/** moto has no registry behind its API and answers every list whole. */
describeReal('moto', 'moto keeps the ECR contract, but for what it is known not to do', () => {
  ecrContract(startMoto, ['paging', 'downloads', 'untagged', 'digest-check', 'immutability-error', 'token']);
});
