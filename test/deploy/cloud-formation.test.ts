import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeReal, type Moto, runDeployTool, startMoto } from '@towline/test-kit/real';
import { z } from 'zod';
import { readMessage } from '../../packages/argo-updater/src/adapters/events/sqs/read-message.js';
import { visibilitySeconds } from '../../packages/argo-updater/src/adapters/events/sqs/sqs-source.js';
import { readTemplate } from './cloud-formation.js';
import { readPermissions, sortedLines } from './permissions.js';
import { deployFolder } from './render.js';

describeReal('cfn-lint', 'cfn-lint', () => {
  it.each(['events.yaml', 'identity.yaml'])('has nothing to say of %s', async (file) => {
    expect(await runDeployTool('cfn-lint', [`${deployFolder}aws/${file}`])).toBe('');
  });
});

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const policySchema = z.object({
  PolicyDocument: z.object({
    Statement: z.array(z.object({ Effect: z.literal('Allow'), Action: list, Resource: list })),
  }),
});

/** `action on resource`, of the policy of identity.yaml. */
async function allowed(parameters: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { Policy } = await readTemplate('identity.yaml', parameters);
  const { Statement } = policySchema.parse(Policy?.Properties).PolicyDocument;
  return sortedLines(
    Statement.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} on ${resource}`)),
    ),
  );
}

const repositories = { RepositoryArns: 'repository' };
const everything = {
  ...repositories,
  QueueArn: 'queue',
  SecretArns: 'secret',
  ParameterArns: 'parameter',
  KeyArns: 'key',
  PublicGallery: 'true',
};

describe('the policy', () => {
  it('allows what the table says, on what it says, and nothing else', async () => {
    const { aws } = await readPermissions();
    const lines = aws.map(({ action, on }) => `${action} on ${on === 'account' ? '*' : on}`);
    expect(await allowed(everything)).toEqual(sortedLines(lines));
  });

  it('allows to look at the named repositories alone, where nothing else is asked for', async () => {
    const lines = await allowed({ RepositoryArns: 'shop,tools' });
    expect(lines.filter((line) => line.endsWith(' on *'))).toEqual(['ecr:GetAuthorizationToken on *']);
    expect(new Set(lines.map((line) => line.split(':')[0]))).toEqual(new Set(['ecr']));
    expect(lines.filter((line) => line.includes('DescribeImages'))).toEqual([
      'ecr:DescribeImages on shop',
      'ecr:DescribeImages on tools',
    ]);
  });

  it('makes a role where a cluster is named', async () => {
    expect(Object.keys(await readTemplate('identity.yaml', repositories))).toEqual(['Policy']);
    const resources = await readTemplate('identity.yaml', { ...repositories, ClusterName: 'prod' });
    expect(resources).toMatchObject({
      Role: { Properties: { ManagedPolicyArns: ['Policy'] } },
      Association: {
        Properties: { ClusterName: 'prod', Namespace: 'argocd', ServiceAccount: 'argo-updater', RoleArn: 'Role.Arn' },
      },
    });
  });
});

describe('the queue', () => {
  it('hides messages as long as the program does, and gives up before it deletes them', async () => {
    const { Queue } = await readTemplate('events.yaml');
    expect(Queue?.Properties).toMatchObject({
      VisibilityTimeout: visibilitySeconds,
      RedrivePolicy: { deadLetterTargetArn: 'DeadLetters.Arn', maxReceiveCount: 5 },
    });
  });

  it('is sent to by the rule alone, and never without TLS', async () => {
    const { QueuePolicy } = await readTemplate('events.yaml');
    expect(QueuePolicy?.Properties).toMatchObject({
      Queues: ['Queue', 'DeadLetters'],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: { ArnEquals: { 'aws:SourceArn': 'Pushes.Arn' } },
          },
          { Effect: 'Deny', Principal: '*', Action: 'sqs:*' },
        ],
      },
    });
  });
});

const ruleSchema = z.object({
  EventPattern: z.record(z.string(), z.unknown()),
  Targets: z.tuple([z.object({ Id: z.string(), Arn: z.literal('Queue.Arn') })]),
});

describeReal('moto', 'the rule', () => {
  let moto: Moto;
  let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  beforeAll(async () => {
    moto = await startMoto();
    settings = { endpoint: moto.url, region: 'eu-west-1', credentials: { accessKeyId: 'A', secretAccessKey: 's' } };
  });
  afterAll(() => moto.stop());

  /** Sets the rule up with a queue of its own, sends events, and tells what the program reads of them. */
  async function deliver(name: string, parameters: Readonly<Record<string, string>>, events: readonly object[]) {
    const sqs = new SQSClient(settings);
    const bridge = new EventBridgeClient(settings);
    try {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
      const { Attributes } = await sqs.send(asked);
      const { EventPattern, Targets } = ruleSchema.parse(
        (await readTemplate('events.yaml', parameters)).Pushes?.Properties,
      );
      await bridge.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(EventPattern) }));
      const target = { Id: Targets[0].Id, Arn: Attributes?.QueueArn };
      await bridge.send(new PutTargetsCommand({ Rule: name, Targets: [target] }));
      const Entries = events.map((detail) => {
        return { Source: 'aws.ecr', DetailType: 'ECR Image Action', Detail: JSON.stringify(detail) };
      });
      await bridge.send(new PutEventsCommand({ Entries }));
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body = '' }) => readMessage(withAccount(Body)).reading);
    } finally {
      sqs.destroy();
      bridge.destroy();
    }
  }

  /** EventBridge names the account, and moto leaves it out. */
  function withAccount(body: string): string {
    return body.replace(/^\{/, '{"account": "123456789012", ');
  }

  const push = {
    'action-type': 'PUSH',
    result: 'SUCCESS',
    'repository-name': 'shop/cart',
    'image-tag': '1.0.0',
    'image-digest': `sha256:${'a'.repeat(64)}`,
  };

  it('brings pushes to the program, and neither deletions nor failures', async () => {
    const events = [push, { ...push, 'action-type': 'DELETE' }, { ...push, result: 'FAILURE' }];
    expect(await deliver('all', {}, events)).toMatchObject([
      { kind: 'events', events: [{ kind: 'image', repository: { path: 'shop/cart' }, tag: '1.0.0' }] },
    ]);
  });

  it('brings those of the named repositories alone', async () => {
    const events = [push, { ...push, 'repository-name': 'shop/other' }];
    const readings = await deliver('named', { Repositories: 'shop/web,shop/cart' }, events);
    expect(readings).toMatchObject([{ events: [{ repository: { path: 'shop/cart' } }] }]);
  });
});
