import { createHmac, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Secret } from '@towline/shared/secret';
import { keyFingerprint } from './key-fingerprint.js';
import { judgeHostKey } from './known-hosts.js';
import { quoteCommand } from './quote-command.js';

describe('judgeHostKey', () => {
  const key = Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x01a', 'latin1');
  const other = Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x01b', 'latin1');
  const rsa = Buffer.from('\0\0\0\x07ssh-rsa\0\0\0\x01b', 'latin1');
  const line = (name: string, bytes: Buffer) => `${name} ssh-ed25519 ${bytes.toString('base64')}`;
  const salt = Buffer.alloc(20, 7);
  const hashed = `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update('[h]:2222').digest('base64')}`;
  it.each([
    ['its line', line('[h]:2222', key), 'known'],
    ['its line among others', `# x\n\n${line('a', other)}\n${line('b,[h]:2222', key)}`, 'known'],
    ['its hashed name', line(hashed, key), 'known'],
    ['nothing', '', 'unknown'],
    ['another port', line('h', key), 'unknown'],
    ['another host', line('[x]:2222', key), 'unknown'],
    ['another key', line('[h]:2222', other), 'changed'],
    ['a key of another kind', line('[h]:2222', rsa), 'unknown'],
    ['a line that was revoked', `@revoked ${line('[h]:2222', key)}`, 'unknown'],
    ['its fingerprint', 'SHA256:9wTuB6yPySD1IjEZjibWpYLrafj3gBNoeP8G8MFChsQ', 'known'],
  ])('by %s', (_what, knownHosts, verdict) => {
    expect(judgeHostKey(knownHosts, { host: 'h', port: 2222, key })).toBe(verdict);
  });
});

describe('quoteCommand', () => {
  it.each([
    [['build', 'team/app', '-f'], 'build team/app -f'],
    [['-p', 'K=say "x" \\ $HOME'], '-p "K=say \\"x\\" \\\\ $HOME"'],
    [['', "it's"], '"" "it\'s"'],
  ])('%j', (words, line) => {
    expect(quoteCommand(words)).toBe(line);
  });
});

describe('keyFingerprint', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = (type: 'pkcs1' | 'pkcs8') => new Secret(String(privateKey.export({ type, format: 'pem' })));
  it('is the same in every format', async () => {
    const fingerprint = await keyFingerprint(pem('pkcs1'), undefined);
    expect(fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    expect(await keyFingerprint(pem('pkcs8'), undefined)).toBe(fingerprint);
    expect(
      await keyFingerprint(
        pem('pkcs8').map((text) => text.trim().replaceAll('\n', '\r\n')),
        undefined,
      ),
    ).toBe(fingerprint);
  });

  it('needs the passphrase where there is one', async () => {
    const text = createPrivateKey(pem('pkcs8').reveal()).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'open',
    });
    const locked = new Secret(String(text));
    await expect(keyFingerprint(locked, undefined)).rejects.toMatchObject({ code: 'setup-bad-key' });
    expect(await keyFingerprint(locked, new Secret('open'))).toBe(await keyFingerprint(pem('pkcs1'), undefined));
  });
});
