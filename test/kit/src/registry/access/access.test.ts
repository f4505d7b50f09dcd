import { afterEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../clock/index.js';
import { ask } from '../../serve/index.js';
import { basicHeader, callEcr, getOci } from '../bare-calls.js';
import { type RegistryOptions, type RunningRegistry, seedImage, startRegistry } from '../index.js';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: RegistryOptions = {}): Promise<RunningRegistry> {
  const registry = await startRegistry(options);
  cleanups.push(registry.stop);
  return registry;
}

describe('the passwords of ECR', () => {
  it('work until they expire, and a new one works again', async () => {
    const clock = createManualClock();
    const registry = await start({ access: { kind: 'ecr' }, clock });
    const { body } = await callEcr(registry, 'GetAuthorizationToken');
    const [{ authorizationToken, expiresAt, proxyEndpoint }] = body.authorizationData;
    expect([expiresAt * 1000 - clock.now(), proxyEndpoint]).toEqual([12 * 3_600_000, registry.url]);
    const headers = { authorization: `Basic ${authorizationToken}` };
    expect((await getOci(registry, '/v2/', headers)).status).toBe(200);
    clock.advance(12 * 3_600_000);
    expect(await getOci(registry, '/v2/', headers)).toMatchObject({
      status: 403,
      body: { errors: [{ code: 'DENIED', message: expect.stringContaining('token has expired') }] },
    });
    expect((await getOci(registry, '/v2/', basicHeader('AWS', registry.issuePassword()))).status).toBe(200);
  });

  it('are asked for in the way of ECR', async () => {
    const registry = await start({ access: { kind: 'ecr' } });
    expect(await getOci(registry, '/v2/')).toMatchObject({
      status: 401,
      headers: {
        'www-authenticate':
          'Basic realm="https://123456789012.dkr.ecr.us-east-1.amazonaws.com/",service="ecr.amazonaws.com"',
      },
      body: 'Not Authorized\n',
    });
  });
});

describe('bearer tokens', () => {
  const login = { username: 'team', password: 'hunter2' };
  const tokenFor = async (registry: RunningRegistry, scope: string, headers: Record<string, string> = {}) =>
    (await getOci(registry, `/token?service=x&scope=${scope}`, headers)).body.token;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('are asked for with the scope that the request needs', async () => {
    const registry = await start({ access: { kind: 'bearer', login } });
    const { status, headers } = await getOci(registry, '/v2/team/app/tags/list');
    expect([status, headers['www-authenticate']]).toEqual([
      401,
      `Bearer realm="${registry.url}/token",service="registry.towline.test",scope="repository:team/app:pull",error="invalid_token"`,
    ]);
  });

  it('open their own repository only, and only until they expire', async () => {
    const clock = createManualClock();
    const registry = await start({ access: { kind: 'bearer', login }, clock, tokenLifeMs: 300_000 });
    for (const repository of ['team/app', 'team/other']) await seedImage(registry.state, { repository, tags: ['1'] });
    const headers = bearer(await tokenFor(registry, 'repository:team/app:pull', basicHeader('team', 'hunter2')));
    expect((await getOci(registry, '/v2/team/app/tags/list', headers)).status).toBe(200);
    const other = await getOci(registry, '/v2/team/other/tags/list', headers);
    expect([other.status, other.headers['www-authenticate']]).toEqual([
      401,
      expect.stringContaining('insufficient_scope'),
    ]);
    clock.advance(300_000);
    expect((await getOci(registry, '/v2/team/app/tags/list', headers)).status).toBe(401);
  });

  it.each([
    ['repository:team/app:push,pull', 200],
    ['repository:team/app:*', 200],
    ['repository:team/app:push', 401],
    ['repository:team/app-two:pull', 401],
  ])('for %s answer a pull with %s', async (scope, status) => {
    const registry = await start({ access: { kind: 'bearer', login } });
    await seedImage(registry.state, { repository: 'team/app', tags: ['1'] });
    const headers = bearer(await tokenFor(registry, scope, basicHeader('team', 'hunter2')));
    expect((await getOci(registry, '/v2/team/app/tags/list', headers)).status).toBe(status);
  });

  it('let a stranger pull where that is allowed, and never push', async () => {
    const registry = await start({ access: { kind: 'bearer', login, anonymousPull: true } });
    await seedImage(registry.state, { repository: 'team/app', tags: ['1'] });
    const headers = bearer(await tokenFor(registry, 'repository:team/app:pull,push'));
    expect((await getOci(registry, '/v2/team/app/tags/list', headers)).status).toBe(200);
    const push = await ask(`${registry.url}/v2/team/app/blobs/uploads/`, { method: 'POST', headers });
    expect(push.status).toBe(401);
  });

  it('are traded for an identity token', async () => {
    const registry = await start({ access: { kind: 'bearer', identityToken: 'kept' } });
    await seedImage(registry.state, { repository: 'team/app', tags: ['1'] });
    const trade = (token: string) =>
      ask(`${registry.url}/token`, {
        method: 'POST',
        body: `grant_type=refresh_token&refresh_token=${token}&service=x&scope=repository:team/app:pull`,
      });
    const { access_token: token } = JSON.parse((await trade('kept')).body.toString('utf8'));
    expect((await getOci(registry, '/v2/team/app/tags/list', bearer(token))).status).toBe(200);
    expect((await trade('stolen')).status).toBe(401);
  });
});
