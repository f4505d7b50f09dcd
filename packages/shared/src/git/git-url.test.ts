import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gitOrigin, normalizeGitUrl, parseGitUrl, sameGitRepository } from './git-url.js';

describe('an address of a repository', () => {
  it.each([
    ['https://github.com/acme/app.git', { protocol: 'https', host: 'github.com', path: 'acme/app.git' }],
    ['HTTPS://GitHub.com:8443/acme/App', { host: 'github.com', port: 8443, path: 'acme/App' }],
    ['ssh://git@github.com:2222/acme/app.git', { protocol: 'ssh', user: 'git', port: 2222, path: 'acme/app.git' }],
    ['git@github.com:acme/app.git', { protocol: 'ssh', user: 'git', host: 'github.com', path: 'acme/app.git' }],
    ['ssh://git@github.com:acme/app', { protocol: 'ssh', path: 'acme/app', address: 'git@github.com:acme/app' }],
    ['jo@example.org@host.org:29418/project', { user: 'jo@example.org', host: 'host.org', path: '29418/project' }],
    ['git@[::1]:x.git', { host: '[::1]', path: 'x.git' }],
    [
      'ssh://APKAEIBAERJR2EXAMPLE@git-codecommit.eu-west-1.amazonaws.com/v1/repos/app',
      { user: 'APKAEIBAERJR2EXAMPLE', host: 'git-codecommit.eu-west-1.amazonaws.com', path: 'v1/repos/app' },
    ],
    ['file:///srv/git/app.git', { protocol: 'file', path: 'srv/git/app.git' }],
  ])('is parsed: %s', (text, expected) => {
    expect(parseGitUrl(text)).toMatchObject(expected);
  });

  it('keeps a password to itself', () => {
    const url = parseGitUrl('https://ann:p%40ss@example.com/app.git');
    expect([url.user, url.password?.reveal(), url.address]).toEqual(['ann', 'p@ss', 'https://example.com/app.git']);
    expect(JSON.stringify(url)).not.toContain('ss@');
  });

  it.each([
    ['ext::sh -c touch% /tmp/x'],
    ['--upload-pack=touch /tmp/x'],
    ['ssh://-oProxyCommand=touch/x'],
    ['git@-oProxyCommand=touch:x'],
    ['-oProxyCommand=x@host:x'],
    ['git@host:-x'],
    ['ftp://example.com/x'],
    ['/srv/git/app.git'],
    ['../app'],
    ['https://'],
    ['https://user:pass@exa mple.com/x'],
    ['https://example.com/\nx'],
    [''],
  ])('is refused: %j', (text) => {
    expect(() => parseGitUrl(text)).toThrow(expect.objectContaining({ code: 'git-url' }));
  });

  it('that is refused is shown without its password', () => {
    expect(() => parseGitUrl('https://ann:hunter2@exa mple.com/x')).toThrow(/^(?!.*hunter2).*\[redacted\]@/);
  });

  it.each([
    ['https://example.com/a.git', 'https://EXAMPLE.com/A/', true],
    ['git@example.com:a/b.git', 'ssh://git@example.com/a/b', true],
    ['https://example.com/a', 'https://example.com:8443/a', false],
    ['https://example.com/a', 'git@example.com:a', false],
    ['https://ann:x@example.com/a', 'https://example.com/a', true],
    ['not an address', 'not an address', false],
  ])('%s and %s are one: %s', (one, other, same) => {
    expect(sameGitRepository(one, other)).toBe(same);
  });

  it('has one spelling, whatever it was written as', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
    fc.assert(
      fc.property(name, name, name, (host, owner, repository) => {
        const forms = [
          `git@${host}:${owner}/${repository}`,
          `git@${host}:${owner}/${repository}.git`,
          `ssh://git@${host.toUpperCase()}/${owner}/${repository}.git`,
        ];
        expect(new Set(forms.map(normalizeGitUrl))).toEqual(new Set([`git@${host}/${owner}/${repository}`]));
      }),
    );
  });

  it('names the origin that its credentials belong to', () => {
    expect(gitOrigin(parseGitUrl('https://example.com:8443/a/b'))).toBe('https://example.com:8443');
  });
});
