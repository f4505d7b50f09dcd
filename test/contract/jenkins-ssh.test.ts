import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret } from '@towline/shared/secret';
import { type FakeJenkins, startJenkins, startJenkinsSshd } from '@towline/test-kit/jenkins';
import { describeReal } from '@towline/test-kit/real';
import { createSshJenkins } from '../../packages/jenkins-bridge/src/adapters/ssh/ssh-jenkins.js';
import { startBuild } from '../../packages/jenkins-bridge/src/app/builds/start-build.js';
import type { Jenkins } from '../../packages/jenkins-bridge/src/core/jenkins/jenkins.js';
import { jenkinsSuite, quickClock } from './jenkins-suite.js';

type Sshd = Awaited<ReturnType<typeof startJenkinsSshd>>;

function connect(
  { port, user, client, knownHosts }: Sshd,
  options: { readonly knownHosts?: string; readonly key?: string } = {},
): Jenkins {
  const privateKey = new Secret(options.key ?? client.privateKey);
  return createSshJenkins({ host: '127.0.0.1', port, user, privateKey, knownHosts: options.knownHosts ?? knownHosts });
}

describeReal('openssh', 'Jenkins’ command line over SSH', () => {
  let server: FakeJenkins;
  let sshd: Sshd;
  let jenkins: Jenkins;
  beforeAll(async () => {
    server = await startJenkins();
    sshd = await startJenkinsSshd(server);
    jenkins = connect(sshd);
  });
  afterAll(async () => {
    await jenkins.close();
    await sshd.stop();
    await server.stop();
  });

  describe('as any way to Jenkins', () => {
    jenkinsSuite(async () => ({ server, jenkins, stop: async () => undefined }));
  });

  it('refuses a server that is not known, and says how to know it', async () => {
    const stranger = connect(sshd, { knownHosts: '' });
    await expect(stranger.identify()).rejects.toMatchObject({
      code: 'jenkins-host-key',
      hint: expect.stringContaining('ssh-keyscan'),
    });
  });

  it('refuses a server whose key has changed', async () => {
    const changed = connect(sshd, { knownHosts: `[127.0.0.1]:${sshd.port} ${sshd.stranger.publicKey}` });
    await expect(changed.identify()).rejects.toMatchObject({
      code: 'jenkins-host-key',
      message: expect.stringContaining('another key'),
    });
  });

  it('says that its key is not let in', async () => {
    const stranger = connect(sshd, { key: sshd.stranger.privateKey });
    await expect(stranger.identify()).rejects.toMatchObject({
      code: 'jenkins-unauthenticated',
      hint: expect.stringContaining('SSH Public Keys'),
    });
  });

  it('says that a key cannot be read, and does not repeat it', async () => {
    const broken = connect(sshd, { key: 'very-hidden' });
    const error: unknown = await broken.identify().catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'jenkins-unauthenticated' });
    expect(String(error)).not.toContain('very-hidden');
  });

  it('takes a lost connection up again in the middle of a log, each line once', async () => {
    let goOn = () => {};
    const lost = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    server.createJob('lost', {
      script: async (run) => {
        run.log('one\ntwo\n');
        await lost;
        run.log('three\n');
        return 'UNSTABLE';
      },
    });
    const build = await startBuild(jenkins, { job: 'lost' }, { clock: quickClock });
    const lines: string[] = [];
    for await (const line of build.log()) {
      lines.push(line);
      if (line !== 'two') continue;
      await jenkins.close();
      goOn();
    }
    expect(lines.slice(0, 3)).toEqual(['one', 'two', 'three']);
    expect(lines).toHaveLength(5);
    expect(await build.finished()).toMatchObject({ result: 'UNSTABLE' });
  });

  it.each([
    ['the builds of a job', () => jenkins.history('x', 1)],
    ['the end of a build', () => jenkins.interrupt({ job: 'x', number: 1 }, 'stop')],
    ['an API token', () => jenkins.createToken('x')],
  ])('says that it has no command for %s', async (_what, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: 'jenkins-unsupported', hint: expect.stringContaining('--url') });
  });
});
