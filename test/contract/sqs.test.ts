import { describe } from '@jest/globals';
import { startAws } from '@towline/test-kit/aws';
import { describeReal, startMoto } from '@towline/test-kit/real';
import { sqsContract } from './sqs-suite.js';

describe("the kit's SQS keeps the contract", () => sqsContract(startAws));
describeReal('moto', "moto's SQS keeps the contract", () => sqsContract(startMoto));
