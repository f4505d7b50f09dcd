import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret } from '@towline/shared/secret';
import { type FakeJenkins, startJenkins } from '@towline/test-kit/jenkins';
import { createJenkins } from './create-jenkins.js';

describe('createJenkins', () => {
  let server: FakeJenkins;
  beforeAll(async () => {
    server = await startJenkins();
  });
  afterAll(() => server.stop());

  it('starts a build and reads its log', async () => {
    server.createJob('app', { script: async (run) => void run.log('hello\n') as undefined });
    const auth = { kind: 'token', user: 'admin', token: new Secret(server.createToken('admin')) } as const;
    const jenkins = createJenkins({ url: server.url, auth });
    const build = await jenkins.startBuild('app');
    const lines: string[] = [];
    for await (const line of build.log()) lines.push(line);
    expect(lines[0]).toBe('hello');
    expect(await build.finished()).toMatchObject({ job: 'app', number: 1, result: 'SUCCESS' });
    await jenkins.close();
  });

  const key = { kind: 'ssh-key', user: 'ada', privateKey: new Secret('x'), knownHosts: '' } as const;
  it.each([
    ['an SSH key for HTTP', { url: 'https://jenkins.example.com', auth: key }],
    ['SSH without a key', { url: 'ssh://jenkins.example.com:2222' }],
    ['SSH without a host', { url: 'ssh:///x', auth: key }],
    ['an address that is none', { url: 'jenkins' }],
  ])('refuses %s', (_what, options) => {
    expect(() => createJenkins(options)).toThrow(expect.objectContaining({ code: 'jenkins-bad-address' }));
  });
});
