import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { KitProgram } from '../standalone/index.js';
import { startAws } from './start-aws.js';

/** `towline-kit sqs`: a fake account with these queues. */
export const sqsProgram: KitProgram = {
  summary: 'SQS, with the queues that --queues names (separated by commas). STS is at the same address.',
  options: { queues: { type: 'string' }, tls: { type: 'boolean' } },
  async start({ queues, tls }, port) {
    const aws = await startAws({ port, tls: tls === true, control: true });
    const names = typeof queues === 'string' ? queues.split(',') : [];
    const urls = names.map((name) => [name, aws.queues.url(aws.queues.create(name, {}))]);
    return { ready: { url: aws.url, queues: Object.fromEntries(urls) }, stop: aws.stop };
  },
};

/** `towline-kit secrets`: a fake account with the secrets of a file. */
export const secretsProgram: KitProgram = {
  summary: 'Secrets Manager and the Parameter Store, with the secrets of the JSON object in --file (names to texts).',
  options: { file: { type: 'string' }, tls: { type: 'boolean' } },
  async start({ file, tls }, port) {
    const aws = await startAws({ port, tls: tls === true, control: true, secrets: readSecrets(file) });
    return { ready: { url: aws.url }, stop: aws.stop };
  },
};

function readSecrets(file: string | boolean | undefined): Readonly<Record<string, string>> {
  if (typeof file !== 'string') return {};
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
}
