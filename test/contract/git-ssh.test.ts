import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type GitCredentials,
  type GitDependencies,
  type GitProgramRepository,
  type GitRepositoryOptions,
  openGitRepository,
} from '@towline/shared/git';
import { runProcess, systemClock } from '@towline/shared/process';
import { Secret } from '@towline/shared/secret';
import { type BareRepository, createBareRepository, startGitServer } from '@towline/test-kit/git';
import { describeReal, type Sshd, startSshd } from '@towline/test-kit/real';
import { accepted, commitOf, readTexts, snapshotOf } from './git-suite.js';
import { dependencies, identity } from './git-targets.js';

let folder: string;
let sshd: Sshd;
let remote: BareRepository;
const opened: GitProgramRepository[] = [];

const start = async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-git-keys-'));
  sshd = await startSshd({ root: join(folder, 'served') });
  remote = await createBareRepository(join(folder, 'served', 'app.git'), { filters: true });
  await remote.commit({ files: { f: '1' } });
};
const stop = async () => {
  await Promise.all(opened.map((repository) => repository[Symbol.asyncDispose]()));
  await sshd.stop();
  await rm(folder, { recursive: true, force: true });
};

function open(
  credentials: GitCredentials,
  options: Partial<GitRepositoryOptions> = {},
  more: Partial<GitDependencies> = {},
) {
  const directory = join(folder, `mirror-${opened.length}`);
  const repository = openGitRepository(
    { ...dependencies, ...more },
    { identity, url: sshd.url('app.git'), directory, credentials, ...options },
  );
  opened.push(repository);
  return repository;
}

const key = (privateKey: string, knownHosts: string): GitCredentials => ({
  kind: 'ssh',
  privateKey: new Secret(privateKey),
  hostKeys: { kind: 'known', knownHosts },
});

describeReal('openssh', 'the git program with an SSH key', () => {
  beforeAll(start);
  afterAll(stop);

  it('takes a key whose last newline is lost and whose lines end in CRLF', async () => {
    const mangled = sshd.client.privateKey.trim().replaceAll('\n', '\r\n');
    expect(await open(key(mangled, sshd.knownHosts)).head('main')).toBe(await remote.head());
  });

  it('says that the base has moved where it makes a branch upon it', async () => {
    const repository = open(key(sshd.client.privateKey, sshd.knownHosts), { depth: 1 });
    const onto = await snapshotOf(repository);
    await remote.commit({ files: { theirs: '1' } });
    const push = { onto, branch: 'ours', commits: [commitOf('Ours', { g: 'ours' })] };
    expect(await repository.push(push)).toEqual({
      kind: 'rejected',
      reason: 'branch-moved',
      message: 'main has moved on',
    });
    accepted(await repository.push({ ...push, onto: await snapshotOf(repository) }));
  });

  it('refuses a host that is not known', async () => {
    await expect(open(key(sshd.client.privateKey, '')).head('main')).rejects.toMatchObject({
      code: 'git-host-key',
      hint: expect.stringContaining('Add'),
    });
  });

  it('refuses a host whose key has changed, and says so', async () => {
    const knownHosts = `[127.0.0.1]:${sshd.port} ${sshd.stranger.publicKey}`;
    await expect(open(key(sshd.client.privateKey, knownHosts)).head('main')).rejects.toMatchObject({
      code: 'git-host-key',
      hint: expect.stringContaining('changed'),
    });
  });

  it('asks no host for its key where a person wants that', async () => {
    const credentials = {
      kind: 'ssh',
      privateKey: new Secret(sshd.client.privateKey),
      hostKeys: { kind: 'unchecked' },
    } as const;
    expect(await open(credentials).head('main')).toBe(await remote.head());
  });

  it('is told that its key is not accepted', async () => {
    const call = open(key(sshd.stranger.privateKey, sshd.knownHosts)).head('main');
    await expect(call).rejects.toMatchObject({ code: 'git-authentication' });
  });

  it('is told that there is no such repository', async () => {
    const call = open(key(sshd.client.privateKey, sshd.knownHosts), { url: sshd.url('v1/repos/none') }).head('main');
    await expect(call).rejects.toMatchObject({ code: 'git-repository-not-found' });
  });

  it('is told that ssh is not installed', async () => {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'git'), `#!/bin/sh\nexec ${await which('git')} "$@"\n`, { mode: 0o755 });
    await writeFile(join(bin, 'sh'), `#!/bin/sh\nexec /bin/sh "$@"\n`, { mode: 0o755 });
    const call = open(key(sshd.client.privateKey, sshd.knownHosts), {}, { environment: { PATH: bin } }).head('main');
    await expect(call).rejects.toMatchObject({ code: 'git-ssh-not-found' });
  });

  it('leaves no key behind', async () => {
    const temporary = join(folder, 'tmp');
    await mkdir(temporary);
    const signing = { kind: 'ssh', privateKey: new Secret('no key at all') } as const;
    const accepted = key(sshd.client.privateKey, sshd.knownHosts);
    const seen: string[] = [];
    const run: typeof runProcess = async (request) => {
      seen.push(...(await readdir(temporary)));
      return runProcess(request);
    };
    const repository = open(accepted, { signing }, { run, environment: { ...process.env, TMPDIR: temporary } });
    const push = repository.push({ onto: await snapshotOf(repository), commits: [commitOf('One', { f: '9' })] });
    await expect(push).rejects.toMatchObject({ code: 'git-signing' });
    const files = async () =>
      (await readdir(temporary, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect([seen.length > 0, await files()]).toEqual([true, []]);
    await repository[Symbol.asyncDispose]();
    expect(await readdir(temporary)).toEqual([]);
  });

  it('shares one connection between its calls, which ends with it', async () => {
    const temporary = await mkdtemp(join(folder, 'shared-'));
    const repository = open(
      key(sshd.client.privateKey, sshd.knownHosts),
      {},
      { environment: { ...process.env, TMPDIR: temporary } },
    );
    const onto = await snapshotOf(repository);
    const master = await masterIn(temporary);
    accepted(await repository.push({ onto, commits: [commitOf('Go on', { g: '1' })] }));
    expect(await masterIn(temporary)).toBe(master);
    await repository[Symbol.asyncDispose]();
    await ended(master);
    expect(await repository.head('main')).toBe(await remote.head());
    expect(await masterIn(temporary)).not.toBe(master);
    await repository[Symbol.asyncDispose]();
    await repository[Symbol.asyncDispose]();
    expect(await readdir(temporary)).toEqual([]);
  });

  it('goes without sharing where the path of a socket would be too long', async () => {
    const temporary = join(folder, 'long'.repeat(20));
    await mkdir(temporary);
    const environment = { ...process.env, TMPDIR: temporary };
    const repository = open(key(sshd.client.privateKey, sshd.knownHosts), {}, { environment });
    expect(await repository.head('main')).toBe(await remote.head());
    const sockets = (await readdir(temporary, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isSocket(),
    );
    expect(sockets).toEqual([]);
  });

  it('signs each commit of a push so that git verifies them', async () => {
    const signing = { kind: 'ssh', privateKey: new Secret(sshd.client.privateKey) } as const;
    const repository = open(key(sshd.client.privateKey, sshd.knownHosts), { signing });
    const onto = await snapshotOf(repository);
    const commits = [
      { ...commitOf('One', { f: '2' }), author: { name: 'Änne', email: 'anne@example.com' } },
      commitOf('Two', { f: '3' }),
    ];
    accepted(await repository.push({ onto, commits }));
    const allowed = join(folder, 'allowed-signers');
    await writeFile(allowed, `${identity.email} ${sshd.client.publicKey}\n`);
    const config = ['-c', 'gpg.format=ssh', '-c', `gpg.ssh.allowedSignersFile=${allowed}`];
    const log = await remote.git([...config, 'log', '-2', '--format=%G? %GS %an %s %cn', 'main']);
    expect(log).toBe('G towline@example.com Towline Two Towline\nG towline@example.com Änne One Towline');
  });

  it('pushes nothing where a commit cannot be signed', async () => {
    const signing = { kind: 'ssh', privateKey: new Secret('no key at all') } as const;
    const repository = open(key(sshd.client.privateKey, sshd.knownHosts), { signing });
    const onto = await snapshotOf(repository);
    const push = repository.push({ onto, commits: [commitOf('One', { f: '9' })] });
    await expect(push).rejects.toMatchObject({ code: 'git-signing' });
    expect(await remote.head()).toBe(onto.commit);
  });
});

describeReal('openssh', "the git program on a server with the first version of Git's protocol", () => {
  it('fetches the files that are left out once they are read, and leaves none out from then on', async () => {
    const base = await mkdtemp(join(tmpdir(), 'towline-git-v0-'));
    const old = await startSshd({ root: base, protocolV2: false });
    const served = await createBareRepository(join(base, 'app.git'), { filters: true });
    await served.commit({ files: { f: '1' } });
    const credentials = key(old.client.privateKey, old.knownHosts);
    const options = { identity, url: old.url('app.git'), directory: join(base, 'mirror'), credentials };
    const fetches: string[][] = [];
    const run: typeof runProcess = (request) => {
      if (request.args.includes('fetch'))
        fetches.push(request.args.filter((each) => /^--(?:filter|refetch)/.test(each)));
      return runProcess(request);
    };
    const repository = openGitRepository({ ...dependencies, run }, options);
    const again = openGitRepository({ ...dependencies, run }, options);
    try {
      const onto = await snapshotOf(repository);
      expect(await readTexts(onto, ['f'])).toEqual({ f: '1' });
      accepted(await repository.push({ onto, commits: [commitOf('Go on', { f: '2' })] }));
      await served.commit({ files: { g: '3' } });
      expect(await readTexts(await snapshotOf(again), ['f', 'g'])).toEqual({ f: '2', g: '3' });
      expect(fetches).toEqual([['--filter=blob:none'], ['--filter=blob:none'], ['--refetch'], []]);
    } finally {
      await repository[Symbol.asyncDispose]();
      await again[Symbol.asyncDispose]();
      await old.stop();
      await rm(base, { recursive: true, force: true });
    }
  });
});

/** The id of the process that has the connection, by ssh's own word. */
async function masterIn(temporary: string): Promise<number> {
  const entries = await readdir(temporary, { recursive: true, withFileTypes: true });
  const socket = entries.find((entry) => entry.isSocket());
  if (socket === undefined) throw new Error('there is no connection');
  const args = ['-F', '/dev/null', '-S', join(socket.parentPath, socket.name), '-O', 'check', 'any'];
  const request = { command: 'ssh', args, env: { PATH: process.env.PATH ?? '' }, maxOutputBytes: 1_000 };
  return Number(/pid=(\d+)/.exec((await runProcess(request)).stderr)?.[1]);
}

/** Resolves once a process has ended. One that ended and was not yet buried by its parent has no command line. */
async function ended(pid: number): Promise<void> {
  const commandLine = () => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  while ((await commandLine()) !== '') await systemClock.sleep(5);
}

async function which(name: string): Promise<string> {
  const request = { command: 'sh', args: ['-c', `command -v ${name}`], env: { PATH: process.env.PATH ?? '' } };
  return Buffer.from((await runProcess({ ...request, maxOutputBytes: 1_000 })).stdout)
    .toString('utf8')
    .trim();
}

describe('the git program over TLS', () => {
  it('trusts the CA it is given, no other, and any where a person wants that', async () => {
    const base = await mkdtemp(join(tmpdir(), 'towline-git-tls-'));
    const server = await startGitServer({ tls: true });
    const served = await server.createRepository('app.git', { f: '1' });
    const head = (options: Partial<GitRepositoryOptions>) =>
      openGitRepository(dependencies, { identity, url: served.url, directory: join(base, 'mirror'), ...options }).head(
        'main',
      );
    try {
      await expect(head({})).rejects.toMatchObject({ code: 'git-tls' });
      expect(await head({ tls: { ca: server.ca } })).toBe(await served.head());
      expect(await head({ tls: { insecure: true } })).toBe(await served.head());
    } finally {
      await server.stop();
      await rm(base, { recursive: true, force: true });
    }
  });
});
