import type { Clock } from '@towline/shared/ports';
import { realClock } from '../clock/index.js';
import { type RunningServer, send, serve } from '../serve/index.js';
import { answerJson, targetOf } from './json-protocol.js';
import { createParametersFace } from './secrets/parameters-face.js';
import { createSecretsFace } from './secrets/secrets-face.js';
import { createVault } from './secrets/vault.js';
import { createQueues, type Queues } from './sqs/queues.js';
import { createSqsFace } from './sqs/sqs-face.js';
import { createStsFace, type Role } from './sts/sts-face.js';

/** Which account to fake. */
export interface AwsOptions {
  readonly port?: number | undefined;
  readonly tls?: boolean | undefined;
  /** Serve the control endpoint. */
  readonly control?: boolean | undefined;
  readonly clock?: Clock | undefined;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  /** The roles that may be assumed; all where absent. */
  readonly roles?: readonly Role[] | undefined;
  /** Secrets that are there from the start, texts by name. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

/** SQS, Secrets Manager, the Parameter Store and STS of one account, on one address of 127.0.0.1. */
export interface RunningAws extends RunningServer {
  readonly queues: Queues;
}

/** Starts the fake of one account. Requests must be signed, but no signature is checked. */
export async function startAws(options: AwsOptions = {}): Promise<RunningAws> {
  const { accountId = '123456789012', region = 'us-east-1', clock = realClock, roles } = options;
  const account = { now: () => clock.now(), accountId, region };
  let listening: RunningServer | undefined;
  const queues = createQueues({ ...account, url: () => listening?.url ?? '' });
  const vault = createVault(account);
  for (const [name, SecretString] of Object.entries(options.secrets ?? {})) {
    vault.add(vault.create(name), { id: undefined, value: { SecretString }, stages: ['AWSCURRENT'] });
  }
  const services = [createSqsFace(queues, clock), createSecretsFace(vault, account.now), createParametersFace(account)];
  const sts = createStsFace({ ...account, roles });
  listening = await serve({
    port: options.port,
    tls: options.tls,
    control: options.control,
    /** `sqs:ReceiveMessage`, `secretsmanager:GetSecretValue` …; STS names its operations in the body. */
    kindOf(request) {
      const target = targetOf(request);
      return target === undefined ? 'sts' : `${target.service.replace('Amazon', '').toLowerCase()}:${target.operation}`;
    },
    async handler(request, response, { signal }) {
      const answer = (await answerJson(services, request, signal)) ?? (await sts(request));
      send(response, answer ?? { status: 404 });
    },
  });
  return { ...listening, queues };
}
