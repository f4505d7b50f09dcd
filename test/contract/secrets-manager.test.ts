import { describe } from '@jest/globals';
import { startAws } from '@towline/test-kit/aws';
import { describeReal, startMoto } from '@towline/test-kit/real';
import { secretsContract } from './secrets-manager-suite.js';

describe("the kit's Secrets Manager, Parameter Store and STS keep the contract", () => secretsContract(startAws));
describeReal('moto', "moto's Secrets Manager, Parameter Store and STS keep the contract", () =>
  secretsContract(startMoto),
);
