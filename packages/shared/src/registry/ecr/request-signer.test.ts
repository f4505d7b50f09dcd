import { ECRClient } from '@aws-sdk/client-ecr';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createRequestSigner, type UnsignedRequest } from './request-signer.js';

const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not a secret' };
const region = 'eu-west-1';
const request: UnsignedRequest = {
  path: '/',
  headers: {
    host: 'api.ecr.eu-west-1.amazonaws.com',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.ListImages',
  },
  body: JSON.stringify({ repositoryName: 'team/web' }),
};

type Signer = Awaited<ReturnType<ECRClient['config']['signer']>>;

describe('a signed request', () => {
  const signers = new Map<object, Signer>();
  const withToken = { ...key, sessionToken: 'token/+=' };

  beforeAll(async () => {
    for (const credentials of [key, withToken]) {
      signers.set(credentials, await new ECRClient({ region, credentials }).config.signer());
    }
  });

  it.each<readonly [string, Partial<UnsignedRequest>, typeof key, string]>([
    ['a usual one', {}, key, '2026-01-02T03:04:05.678Z'],
    ['one with a session token', {}, withToken, '2026-01-02T03:04:05Z'],
    ['one on another day', {}, key, '2030-12-31T23:59:59Z'],
    ['one with another body', { body: '{"repositoryName":"\u00fcber"}' }, key, '2026-01-02T03:04:05Z'],
    ['one to a path', { path: '/ecr/v1/' }, key, '2026-01-02T03:04:05Z'],
    [
      'one with white space in a header',
      { headers: { ...request.headers, 'x-amz-meta': '  a   b ' } },
      key,
      '2026-01-02T03:04:05Z',
    ],
  ])('is signed as the SDK signs it: %s', async (_what, change, credentials, at) => {
    const date = new Date(at);
    const changed = { ...request, ...change };
    const signed = createRequestSigner()(changed, { credentials, region, date });
    const { host: hostname = '' } = changed.headers;
    const expected = await signers
      .get(credentials)
      ?.sign(
        { method: 'POST', protocol: 'https:', hostname, query: {}, ...changed },
        { signingDate: date, unsignableHeaders: new Set(['x-amz-content-sha256']) },
      );
    expect(signed).toMatchObject({
      authorization: expected?.headers.authorization,
      'x-amz-date': expected?.headers['x-amz-date'],
    });
  });

  it('is signed with new credentials as soon as there are some', () => {
    const sign = createRequestSigner();
    const date = new Date(0);
    const old = sign(request, { credentials: key, region, date });
    const renewed = sign(request, { credentials: { ...key, secretAccessKey: 'another' }, region, date });
    expect(renewed.authorization).not.toBe(old.authorization);
  });

  it('does not sign what is on its way changed by proxies', () => {
    const headers = { ...request.headers, 'user-agent': 'towline', 'content-length': '12' };
    const { authorization } = createRequestSigner()(
      { ...request, headers },
      { credentials: key, region, date: new Date(0) },
    );
    expect(authorization).toContain('SignedHeaders=content-type;host;x-amz-date;x-amz-target,');
  });
});
