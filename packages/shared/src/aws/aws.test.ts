import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningAws, startAws } from '@towline/test-kit/aws';
import { createManualClock } from '@towline/test-kit/clock';
import { type RunningServer, sendJson, serve } from '@towline/test-kit/serve';
import { Secret } from '../secret/index.js';
import { type AwsOptions, createAws } from './aws.js';
import { describeAwsFailure } from './aws-failure.js';
import type { AwsIdentity } from './aws-identity.js';
import { createSecretsManagerResolver, createSsmResolver } from './secret-resolvers.js';

const role = 'arn:aws:iam::210987654321:role/puller';
const base: AwsIdentity = { kind: 'static', accessKeyId: 'AKIDBASE', secretAccessKey: new Secret('base-secret') };
const names = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_REGION',
  'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_EC2_METADATA_DISABLED',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_ENDPOINT_URL_STS',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
];

let server: RunningAws;
let before: (string | undefined)[];
beforeEach(async () => {
  before = names.map((name) => process.env[name]);
  for (const name of names) delete process.env[name];
  server = await startAws({
    secrets: { plain: 'text', 'team/robot': '{"username":"u","password":"p:q","port":5,"nested":{}}' },
    roles: [{ arn: role, externalId: 'agreed' }],
  });
});
afterEach(async () => {
  names.forEach((name, index) => {
    if (before[index] === undefined) delete process.env[name];
    else process.env[name] = before[index];
  });
  await server.stop();
});

const aws = (options: AwsOptions = {}) => {
  const endpoints = { secretsManager: server.url, ssm: server.url, sts: server.url };
  return createAws(
    { clock: createManualClock() },
    { identity: base, region: 'eu-west-1', maxAttempts: 1, endpoints, ...options },
  );
};
const resolve = async (reference: string, options: AwsOptions = {}) =>
  (await createSecretsManagerResolver(aws(options)).resolve(reference)).reveal();
/** The access key that signed the last request of this kind, and for which region. */
const signer = () => {
  const { headers } = server.requests.entries.findLast(({ kind }) => kind !== 'sts') ?? {};
  const [, key, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers?.authorization ?? '') ?? [];
  return { key, region };
};

describe('createSecretsManagerResolver', () => {
  it.each([
    ['aws-sm://plain', 'text'],
    ['aws-sm://team/robot#password', 'p:q'],
    ['aws-sm://team/robot#port', '5'],
  ])('resolves %s', async (reference, value) => {
    expect(await resolve(reference)).toBe(value);
  });

  it.each([
    ['aws-sm://absent', 'secret-not-found'],
    ['aws-sm://team/robot#absent', 'secret-not-found'],
    ['aws-sm://team/robot#toString', 'secret-not-found'],
    ['aws-sm://team/robot#nested', 'secret-unreadable'],
    ['aws-sm://plain#field', 'secret-unreadable'],
    ['ssm://plain', 'secret-reference-invalid'],
  ])('tells what is wrong with %s, without the secret', async (reference, code) => {
    const failure = await resolve(reference).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(inspect(failure, { depth: 9 })).not.toMatch(/p:q|base-secret/);
  });

  it('names the missing permission', async () => {
    const body = JSON.stringify({ __type: 'AccessDeniedException', message: 'no' });
    server.faults.add({ effect: 'answer', status: 400, body });
    await expect(resolve('aws-sm://plain')).rejects.toMatchObject({
      code: 'secret-unreadable',
      hint: expect.stringContaining('secretsmanager:GetSecretValue'),
    });
  });

  it('asks in the region of an ARN', async () => {
    await resolve('aws-sm://arn:aws:secretsmanager:us-west-2:123456789012:secret:absent').catch(() => undefined);
    expect(signer().region).toBe('us-west-2');
  });
});

describe('createSsmResolver', () => {
  it('resolves a parameter, decrypted', async () => {
    const client = await aws().ssm();
    await client.send(new PutParameterCommand({ Name: '/team/token', Value: 'hidden', Type: 'SecureString' }));
    const secret = await createSsmResolver(aws()).resolve('ssm:///team/token');
    expect(secret.reveal()).toBe('hidden');
  });

  it('says that a parameter does not exist', async () => {
    await expect(createSsmResolver(aws()).resolve('ssm://absent')).rejects.toMatchObject({ code: 'secret-not-found' });
  });
});

describe('identity', () => {
  it('assumes a role with its external id', async () => {
    const identity: AwsIdentity = { kind: 'assume-role', roleArn: role, externalId: 'agreed', base };
    expect(await resolve('aws-sm://plain', { identity })).toBe('text');
    expect(signer().key).toMatch(/^ASIA/);
  });

  it('says so where the external id is not the agreed one', async () => {
    const identity: AwsIdentity = { kind: 'assume-role', roleArn: role, externalId: 'other', base };
    await expect(resolve('aws-sm://plain', { identity })).rejects.toMatchObject({
      code: 'secret-unreadable',
      message: expect.stringContaining('sts:AssumeRole'),
    });
  });

  it('exchanges a web identity token, as IRSA does by the environment alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'towline-aws-'));
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'jwt');
    await server.stop();
    server = await startAws({ secrets: { plain: 'text' } });
    expect(await resolve('aws-sm://plain', { identity: { kind: 'web-identity', roleArn: role, tokenFile } })).toBe(
      'text',
    );
    Object.assign(process.env, { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: role, AWS_REGION: 'eu-west-1' });
    expect(await resolve('aws-sm://plain', { identity: { kind: 'default' } })).toBe('text');
    expect(signer().key).toMatch(/^ASIA/);
    await rm(folder, { recursive: true });
  });

  it('asks the endpoint of EKS Pod Identity with the token in its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'towline-aws-'));
    await writeFile(join(folder, 'token'), 'pod-token');
    const asked: (string | undefined)[] = [];
    const agent: RunningServer = await serve({
      handler(request, response) {
        asked.push(request.headers.authorization);
        sendJson(response, 200, {
          AccessKeyId: 'ASIAPOD',
          SecretAccessKey: 's',
          Token: 't',
          Expiration: '2099-01-01T00:00:00Z',
        });
      },
    });
    Object.assign(process.env, {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${agent.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(folder, 'token'),
    });
    expect(await resolve('aws-sm://plain', { identity: { kind: 'default' } })).toBe('text');
    expect([signer().key, ...asked]).toEqual(['ASIAPOD', 'pod-token']);
    await agent.stop();
    await rm(folder, { recursive: true });
  });

  it('knows whether there are credentials, and asks again after a minute where there were none', async () => {
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/absent',
      AWS_SHARED_CREDENTIALS_FILE: '/absent',
    });
    const clock = createManualClock();
    const asked = createAws({ clock }, { identity: { kind: 'default' } });
    expect(await asked.hasCredentials()).toBe(false);
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 's' });
    expect(await asked.hasCredentials()).toBe(false);
    clock.advance(60_001);
    expect(await asked.hasCredentials()).toBe(true);
  });
});

describe('clients', () => {
  it('honour the address of the environment', async () => {
    Object.assign(process.env, { AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url });
    const asked = createAws({ clock: createManualClock() }, { identity: base, region: 'eu-west-1' });
    expect((await createSecretsManagerResolver(asked).resolve('aws-sm://plain')).reveal()).toBe('text');
  });

  it('are made once for a place', async () => {
    const asked = aws();
    const [first, second, third] = await Promise.all([
      asked.secretsManager(),
      asked.secretsManager(),
      asked.secretsManager({ region: 'us-west-2' }),
    ]);
    expect(first).toBeInstanceOf(SecretsManagerClient);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it.each([
    [{ region: 'us-gov-west-1', fips: true }, 'api.ecr-fips.us-gov-west-1.amazonaws.com'],
    [{ region: 'eu-west-1', dualStack: true }, 'ecr.eu-west-1.api.aws'],
    [{ region: 'cn-north-1' }, 'api.ecr.cn-north-1.amazonaws.com.cn'],
  ])('ask %j at %s', async (place, host) => {
    const client = await aws().ecr(place);
    const { endpointProvider, useFipsEndpoint, useDualstackEndpoint, region } = client.config;
    const [Region, UseFIPS, UseDualStack] = await Promise.all([region(), useFipsEndpoint(), useDualstackEndpoint()]);
    expect(endpointProvider({ Region, UseFIPS, UseDualStack }).url.hostname).toBe(host);
  });

  it('say that nothing answers, and repeat the call before', async () => {
    const asked = aws({ maxAttempts: 2 });
    server.faults.add({ effect: 'cut', at: 'before' });
    const failure = await createSecretsManagerResolver(asked)
      .resolve('aws-sm://plain')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'secret-unreadable' });
    expect(server.requests.count()).toBe(2);
    expect(describeAwsFailure((failure as Error).cause).kind).toBe('unreachable');
  });
});
