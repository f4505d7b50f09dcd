import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '@towline/test-kit/serve';

/** An implementation of Secrets Manager, the Parameter Store and STS to hold against the contract. */
export interface SecretsTarget {
  readonly url: string;
  stop(): Promise<void>;
}

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

/** The APIs that secrets and roles come from, as their SDKs use them. */
export function secretsContract(start: () => Promise<SecretsTarget>): void {
  let target: SecretsTarget;
  let secrets: SecretsManagerClient;
  beforeAll(async () => {
    target = await start();
    secrets = new SecretsManagerClient({ endpoint: target.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    secrets.destroy();
    await target.stop();
  });
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error: Error) => error.name,
    );
  const create = (Name: string, SecretString: string) => secrets.send(new CreateSecretCommand({ Name, SecretString }));
  const get = (SecretId: string, options: object = {}) =>
    secrets.send(new GetSecretValueCommand({ SecretId, ...options }));

  describe('a secret', () => {
    it('is read by its name and by its ARN', async () => {
      const { ARN = '' } = await create('team/read', '{"user":"u"}');
      expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:team\/read-\w{6}$/);
      for (const id of ['team/read', ARN]) {
        expect(await get(id)).toMatchObject({
          Name: 'team/read',
          ARN,
          SecretString: '{"user":"u"}',
          VersionStages: ['AWSCURRENT'],
        });
      }
    });

    it('of bytes comes back as it was', async () => {
      const SecretBinary = Uint8Array.of(0, 255, 10);
      await secrets.send(new CreateSecretCommand({ Name: 'team/bytes', SecretBinary }));
      expect([...((await get('team/bytes')).SecretBinary ?? [])]).toEqual([0, 255, 10]);
    });

    it('keeps the version before the current one', async () => {
      const first = await create('team/versions', 'one');
      const second = await secrets.send(new PutSecretValueCommand({ SecretId: 'team/versions', SecretString: 'two' }));
      expect((await get('team/versions')).SecretString).toBe('two');
      expect((await get('team/versions', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
      expect((await get('team/versions', { VersionId: first.VersionId })).SecretString).toBe('one');
      const { VersionIdsToStages } = await secrets.send(new DescribeSecretCommand({ SecretId: 'team/versions' }));
      expect(VersionIdsToStages).toEqual({
        [first.VersionId ?? '']: ['AWSPREVIOUS'],
        [second.VersionId ?? '']: ['AWSCURRENT'],
      });
    });

    it('waits under a stage of its own until that becomes current', async () => {
      await create('team/pending', 'one');
      const stage = { SecretId: 'team/pending', SecretString: 'two', VersionStages: ['AWSPENDING'] };
      await secrets.send(new PutSecretValueCommand(stage));
      expect((await get('team/pending')).SecretString).toBe('one');
      expect((await get('team/pending', { VersionStage: 'AWSPENDING' })).SecretString).toBe('two');
    });

    it.each([
      ['a secret', 'team/nowhere', {}],
      ['a stage', 'team/there', { VersionStage: 'NOWHERE' }],
    ])('says that %s is not there', async (_what, id, options) => {
      await create('team/there', 'x').catch(() => undefined);
      expect(await failure(get(id, options))).toBe('ResourceNotFoundException');
    });

    it('is made once', async () => {
      await create('team/once', 'x');
      expect(await failure(create('team/once', 'y'))).toBe('ResourceExistsException');
    });
  });

  describe('a parameter', () => {
    const ssm = async (operation: string, input: object) => {
      const reply = await ask(target.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AmazonSSM.${operation}`,
          authorization:
            'AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0',
        },
        body: JSON.stringify(input),
      });
      return { status: reply.status, ...JSON.parse(reply.body.toString('utf8')) };
    };

    it('that is secret is read with decryption only', async () => {
      await ssm('PutParameter', { Name: '/team/secret', Value: 'hunter2', Type: 'SecureString' });
      const open = await ssm('GetParameter', { Name: '/team/secret', WithDecryption: true });
      expect(open.Parameter).toMatchObject({
        Name: '/team/secret',
        Type: 'SecureString',
        Value: 'hunter2',
        Version: 1,
      });
      expect((await ssm('GetParameter', { Name: '/team/secret' })).Parameter.Value).not.toBe('hunter2');
    });

    it('says that it is not there', async () => {
      expect(await ssm('GetParameter', { Name: '/team/nowhere' })).toMatchObject({
        status: 400,
        __type: expect.stringMatching(/ParameterNotFound$/),
      });
    });
  });

  describe('STS', () => {
    const client = (keys = credentials) =>
      new STSClient({ endpoint: target.url, region: 'us-east-1', credentials: keys, maxAttempts: 1 });

    it('knows the caller', async () => {
      const identity = await client().send(new GetCallerIdentityCommand({}));
      expect(identity).toMatchObject({ Account: '123456789012', Arn: expect.stringMatching(/^arn:aws:/) });
    });

    it('gives keys that are known as the role', async () => {
      const RoleArn = 'arn:aws:iam::210987654321:role/reader';
      const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'towline', ExternalId: 'x' });
      const { Credentials, AssumedRoleUser } = await client().send(assume);
      expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::210987654321:assumed-role/reader/towline');
      expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now());
      const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = Credentials ?? {};
      const keys = { accessKeyId, secretAccessKey, sessionToken: Credentials?.SessionToken ?? '' };
      const identity = await client(keys).send(new GetCallerIdentityCommand({}));
      expect(identity).toMatchObject({ Account: '210987654321', Arn: AssumedRoleUser?.Arn });
    });
  });
}
