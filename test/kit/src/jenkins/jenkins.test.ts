import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../serve/index.js';
import { splitCommand } from './cli/split-command.js';
import { type FakeJenkins, startJenkins } from './index.js';

let server: FakeJenkins;
let authorization: string;
beforeAll(async () => {
  server = await startJenkins({ hookTokens: ['hook'] });
  authorization = `Basic ${Buffer.from(`admin:${server.createToken('admin')}`).toString('base64')}`;
  server.world.sshEndpoint = '127.0.0.1:2222';
  server.createJob('app', { script: async (run) => void run.log('a\n\u001b[8mha:AAAA\u001b[0mb\n') as undefined });
});
afterAll(() => server.stop());

const get = (
  path: string,
  more: { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string } = {},
) => ask(server.url + path, { ...more, headers: { authorization, ...more.headers } });

describe('the fake Jenkins', () => {
  it.each([
    ['a build by GET is a 405', '/job/app/build', 'GET', 405],
    ['parameters of a job without any are a 400', '/job/app/buildWithParameters', 'POST', 400],
    ['an item of the queue that never was is a 404', '/queue/item/99/api/json', 'GET', 404],
    ['an item without a content type is a 400', '/createItem?name=x', 'POST', 400],
    ['a hook without a token is a 401', '/git/notifyCommit?url=x', 'GET', 401],
    ['a hook with a wrong token is a 403', '/git/notifyCommit?url=x&token=wrong', 'GET', 403],
    ['a hook with its token is a 200', '/git/notifyCommit?url=x&token=hook', 'GET', 200],
  ])('%s', async (_fact, path, method, status) => {
    expect((await get(path, { method })).status).toBe(status);
  });

  it('sends a log with CRLF and without notes, and says how long its own is', async () => {
    await get('/job/app/build', { method: 'POST' });
    await server.world.items.get('app')?.runs[0]?.over;
    const run = () => get('/job/app/1/logText/progressiveText?start=0');
    let reply = await run();
    while (reply.status === 404 || reply.headers['x-more-data'] !== undefined) reply = await run();
    expect(reply.body.toString()).toContain('a\r\nb\r\n');
    expect(Number(reply.headers['x-text-size'])).toBeGreaterThan(reply.body.length);
  });

  it('starts at the beginning where the log is shorter than that', async () => {
    expect((await get('/job/app/1/logText/progressiveText?start=9999')).body.toString()).toMatch(/^a\r\n/);
  });

  it('answers what tree asks for, and no more', async () => {
    const reply = await get('/job/app/api/json?tree=name,builds[number]{0,1}');
    expect(JSON.parse(reply.body.toString())).toEqual({
      _class: expect.any(String),
      name: 'app',
      builds: [{ _class: expect.any(String), number: 1 }],
    });
  });

  it('sends who is not signed in to the login, by a page and not by a redirect', async () => {
    const reply = await ask(`${server.url}/job/app/api/json`);
    expect([reply.status, reply.body.toString()]).toEqual([
      403,
      expect.stringContaining("url=/login?from=/job/app/api/json'"),
    ]);
  });

  it('says at the login where its SSH server is', async () => {
    expect((await ask(`${server.url}/login`)).headers['x-ssh-endpoint']).toBe('127.0.0.1:2222');
  });
});

describe('splitCommand', () => {
  it.each([
    ['build app -f', ['build', 'app', '-f']],
    ['build "a b" -p "K=say \\"x\\" \\\\"', ['build', 'a b', '-p', 'K=say "x" \\']],
    ['build \'a b\' ""', ['build', 'a b', '']],
  ])('splits %s', (line, words) => {
    expect(splitCommand(line)).toEqual(words);
  });
});
