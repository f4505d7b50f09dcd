import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type GitRepositoryOptions, type GitSigning, openGitRepository } from '@towline/shared/git';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { Secret } from '@towline/shared/secret';
import { type GitServer, type ServedRepository, startGitServer } from '@towline/test-kit/git';
import { describeReal } from '@towline/test-kit/real';
import { accepted, commitOf, snapshotOf } from './git-suite.js';
import { dependencies, identity } from './git-targets.js';

const passphrase = new Secret('correct horse battery staple');
const person = 'Signer <signer@example.com>';

let folder: string;
let home: string;
let armored: string;
let git: GitServer;
let remote: ServedRepository;
let count = 0;

/** Runs a program of GnuPG on a keyring that no user has. */
async function gnupg(command: 'gpg' | 'gpgconf', args: readonly string[], input?: string): Promise<string> {
  const env = { ...inheritedEnvironment(process.env, ['PATH', 'TMPDIR']), GNUPGHOME: home, LC_ALL: 'C' };
  const { stdout } = await runProcess({ command, args, env, input, timeoutMs: 60_000, maxOutputBytes: 1024 * 1024 });
  return Buffer.from(stdout).toString('utf8');
}

const withPassphrase = ['--batch', '--pinentry-mode', 'loopback', '--passphrase-fd', '0'] as const;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gpg-'));
  home = await mkdtemp(join(folder, 'h'));
  await mkdir(join(folder, 't'));
  git = await startGitServer();
  remote = await git.createRepository('app.git', { f: '1' });
  const secret = `${passphrase.reveal()}\n`;
  await gnupg('gpg', [...withPassphrase, '--quick-generate-key', person, 'ed25519', 'sign', 'never'], secret);
  armored = await gnupg('gpg', [...withPassphrase, '--armor', '--export-secret-keys', person], secret);
  // What the agent remembers would hide a passphrase that is not given.
  await gnupg('gpgconf', ['--kill', 'gpg-agent']);
});
afterAll(async () => {
  await gnupg('gpgconf', ['--kill', 'gpg-agent']);
  await git.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Start {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>> | undefined;
}

function open(signing: GitSigning) {
  count += 1;
  const started: Start[] = [];
  const run: typeof runProcess = async (request) => {
    started.push({ args: [request.command, ...request.args], env: request.env });
    return runProcess(request);
  };
  const temporary = join(folder, 't');
  const environment = { ...process.env, GNUPGHOME: home, TMPDIR: temporary };
  const options: GitRepositoryOptions = { identity, url: remote.url, directory: join(folder, `m${count}`), signing };
  return { repository: openGitRepository({ ...dependencies, run, environment }, options), started, temporary };
}

/** What git says of the newest commits: whether the signature is good, who signed, who wrote it. */
async function verified(commits: number): Promise<readonly string[]> {
  const env = { ...inheritedEnvironment(process.env, ['PATH', 'TMPDIR']), GNUPGHOME: home };
  const ids = (await remote.git(['rev-list', `--max-count=${commits}`, 'main'])).split('\n');
  await runProcess({
    command: 'git',
    args: ['-C', remote.directory, 'verify-commit', ...ids],
    env,
    timeoutMs: 60_000,
    maxOutputBytes: 1024 * 1024,
  });
  const args = ['-C', remote.directory, 'log', `-${commits}`, '--format=%GS: %an: %s', 'main'];
  const { stdout } = await runProcess({ command: 'git', args, env, timeoutMs: 60_000, maxOutputBytes: 1024 * 1024 });
  return Buffer.from(stdout).toString('utf8').trim().split('\n');
}

const commits = (text: string) => [
  { ...commitOf(`${text} one`, { f: `${text} 2` }), author: { name: 'Änne', email: 'anne@example.com' } },
  { ...commitOf(`${text} two`, { f: `${text} 3` }), trailers: [['Towline-Application', 'shop']] as const },
];

describeReal('gpg', 'the git program that signs with OpenPGP', () => {
  it.each<readonly [string, () => GitSigning]>([
    [
      'the id of a key of GNUPGHOME',
      () => ({ kind: 'openpgp', key: { kind: 'keyring', id: 'signer@example.com' }, passphrase }),
    ],
    ['a file', () => ({ kind: 'openpgp', key: { kind: 'file', privateKey: new Secret(armored) }, passphrase })],
  ])('signs each commit of a push by %s, so that git verifies them', async (name, signing) => {
    const { repository, started, temporary } = open(signing());
    accepted(await repository.push({ onto: await snapshotOf(repository), commits: commits(name) }));
    expect(await verified(2)).toEqual([`${person}: Towline: ${name} two`, `${person}: Änne: ${name} one`]);
    const told = JSON.stringify(started);
    expect(told).toContain('--passphrase-fd');
    expect([told.includes(passphrase.reveal()), told.includes('PRIVATE KEY')]).toEqual([false, false]);
    expect(await leftIn(temporary)).toEqual([]);
    await repository[Symbol.asyncDispose]();
  });

  it.each<readonly [string, () => GitSigning, string]>([
    [
      'the passphrase is wrong',
      () => ({
        kind: 'openpgp',
        key: { kind: 'file', privateKey: new Secret(armored) },
        passphrase: new Secret('wrong horse'),
      }),
      'Bad passphrase',
    ],
    [
      'a passphrase is needed and none is given',
      () => ({ kind: 'openpgp', key: { kind: 'file', privateKey: new Secret(armored) } }),
      "can't get input",
    ],
    [
      'the keyring has no such key',
      () => ({ kind: 'openpgp', key: { kind: 'keyring', id: 'nobody' } }),
      'No secret key',
    ],
    [
      'the file has no key',
      () => ({ kind: 'openpgp', key: { kind: 'file', privateKey: new Secret('no key') } }),
      'no valid OpenPGP data',
    ],
  ])('pushes nothing where %s, and leaves nothing behind', async (_, signing, words) => {
    const { repository, temporary } = open(signing());
    const onto = await snapshotOf(repository);
    const failure = await repository.push({ onto, commits: commits('none') }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'git-signing', message: expect.stringContaining(words) });
    expect(await remote.head()).toBe(onto.commit);
    expect(await leftIn(temporary)).toEqual([]);
    await repository[Symbol.asyncDispose]();
  });

  it('says what to install where there is no gpg', async () => {
    const run: typeof runProcess = async (request) =>
      runProcess(request.command === 'gpg' ? { ...request, command: 'no-such-gpg' } : request);
    count += 1;
    const repository = openGitRepository(
      { ...dependencies, run },
      {
        identity,
        url: remote.url,
        directory: join(folder, `m${count}`),
        signing: { kind: 'openpgp', key: { kind: 'keyring', id: 'nobody' } },
      },
    );
    const push = repository.push({ onto: await snapshotOf(repository), commits: commits('none') });
    await expect(push).rejects.toMatchObject({ code: 'git-signing', hint: expect.stringContaining('GnuPG') });
    await repository[Symbol.asyncDispose]();
  });
});

async function leftIn(temporary: string): Promise<readonly string[]> {
  return readdir(temporary, { recursive: true });
}
