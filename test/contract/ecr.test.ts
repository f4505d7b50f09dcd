import { describe } from '@jest/globals';
import { describeReal, startMoto } from '@towline/test-kit/real';
import { startRegistry } from '@towline/test-kit/registry';
import { ecrContract } from './ecr-suite.js';

describe("the kit's registry keeps the ECR contract", () => {
  ecrContract(() => startRegistry({ access: { kind: 'ecr' } }));
});

/** moto has no registry behind its API and answers every list whole. */
describeReal('moto', 'moto keeps the ECR contract, but for what it is known not to do', () => {
  ecrContract(startMoto, ['paging', 'downloads', 'untagged', 'digest-check', 'immutability-error', 'token']);
});
