import { describe, expect, it } from '@jest/globals';
import { ProcessError } from '../process/index.js';
import { translateFailure } from './translate-failure.js';

const failed = (stderr: string): unknown =>
  translateFailure(
    new ProcessError('process-failed', 'git exited with code 128', { exitCode: 128, stderr }),
    'https://example.com/app.git',
  );

describe('what git, curl and ssh say', () => {
  it.each([
    ["fatal: couldn't find remote ref refs/heads/x", 'git-branch-not-found'],
    ["fatal: repository 'https://example.com/app.git/' not found", 'git-repository-not-found'],
    ['ERROR: Repository not found.\nfatal: Could not read from remote repository.', 'git-repository-not-found'],
    ["fatal: '/v1/repos/x' does not appear to be a git repository", 'git-repository-not-found'],
    ["fatal: Authentication failed for 'https://example.com/app.git/'", 'git-authentication'],
    ["fatal: could not read Username for 'https://example.com': terminal prompts disabled", 'git-authentication'],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 403", 'git-authentication'],
    ['git@example.com: Permission denied (publickey).', 'git-authentication'],
    ['Load key "/tmp/x/identity": error in libcrypto\ngit@x: Permission denied (publickey).', 'git-authentication'],
    ['Host key verification failed.', 'git-host-key'],
    [
      'REMOTE HOST IDENTIFICATION HAS CHANGED!\n  ssh-keygen -f "/x" -R "y"\nHost key verification failed.',
      'git-host-key',
    ],
    ['No ED25519 host key is known for example.com and you have requested strict checking.', 'git-host-key'],
    ['sh: 1: ssh: not found\nfatal: Could not read from remote repository.', 'git-ssh-not-found'],
    ["fatal: unable to access 'https://x/': Could not resolve host: x", 'git-unreachable'],
    ['ssh: Could not resolve hostname x: Name or service not known', 'git-unreachable'],
    ['ssh: connect to host x port 22: Connection refused', 'git-unreachable'],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 502", 'git-unreachable'],
    [
      'error: RPC failed; curl 18 transfer closed with outstanding read data remaining\nfatal: early EOF',
      'git-unreachable',
    ],
    ['ssh: connect to host x port 22: Connection timed out', 'git-timeout'],
    ["fatal: unable to access 'https://x/': SSL certificate problem: self-signed certificate", 'git-tls'],
    ["fatal: unable to access 'https://x/': server certificate verification failed. CAfile: none", 'git-tls'],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 301", 'git-redirected'],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 429", 'git-rate-limited'],
    ["fatal: transport 'ext' not allowed", 'git-url'],
    ['fatal: mismatched algorithms: client sha1; server sha256', 'git-object-format'],
    ["fatal: Unable to create '/m/shallow.lock': File exists.", 'git-mirror-damaged'],
    ['error: object file objects/ab/cd is empty\nfatal: loose object abcd is corrupt', 'git-mirror-damaged'],
    ["fatal: not a git repository: '/m'", 'git-mirror-damaged'],
    ['fatal: remote error: upload-pack: not our ref 0123', 'git-object-missing'],
    ['error: cannot run ssh-keygen: No such file or directory', 'git-signing'],
    ['error: Load key "/x": invalid format?\nfatal: failed to write commit object', 'git-signing'],
    ['fatal: something nobody has seen before', 'git-failed'],
  ])('%j is %s', (stderr, code) => {
    expect(failed(stderr)).toMatchObject({ code });
  });

  it('is not taken from the words of the other side', () => {
    expect(
      failed('remote: fatal: packfile x.pack cannot be accessed\nfatal: the remote end hung up unexpectedly'),
    ).toMatchObject({
      code: 'git-unreachable',
    });
  });

  it.each([
    ['process-not-found', 'git-not-found'],
    ['process-timeout', 'git-timeout'],
    ['process-output-too-large', 'git-too-large'],
  ] as const)('%s is %s', (from, to) => {
    expect(translateFailure(new ProcessError(from, 'x'), 'y')).toMatchObject({ code: to });
  });

  it('tells the address and the last words', () => {
    expect(failed('fatal: something odd')).toHaveProperty(
      'message',
      'Git failed with https://example.com/app.git: fatal: something odd',
    );
  });
});
