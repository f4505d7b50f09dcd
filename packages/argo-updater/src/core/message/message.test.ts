import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { branchName, targetKey } from './branch-name.js';
import { commitMessage, compileMessageTemplate, splitMessage } from './commit-message.js';
import type { ImageChange } from './image-change.js';
import { pullRequestText, recordedHead, withRecordedHead } from './pull-request-text.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const web: ImageChange = {
  name: 'acme/web',
  alias: 'web',
  from: { name: '1.0.0' },
  to: { name: '1.1.0', digest: 'sha256:abc' },
  labels: { 'org.opencontainers.image.revision': 'f00d' },
};
const api: ImageChange = { name: 'acme/api', from: { name: '7' }, to: { name: '8' } };

describe('commitMessage', () => {
  const write = (template: string, changes = [web, api]) =>
    commitMessage(compileMessageTemplate(template), { appName: 'shop', changes });

  it('names the application and each image by default', () => {
    expect(write('').text).toBe(
      "build: automatic update of shop\n\nupdates image acme/web tag '1.0.0' to 'sha256:abc'\nupdates image acme/api tag '7' to '8'\n",
    );
  });

  it('gives templates the labels of the new image', () => {
    const template = '{{range .AppChanges}}{{index .Labels "org.opencontainers.image.revision"}};{{end}}';
    expect(write(template).text).toBe('f00d;;');
  });

  it('falls back to a plain sentence where the template does not fit, and says why', () => {
    expect(write('{{range .AppChanges}}{{.Alias}}{{end}}')).toEqual({
      text: 'build: update of application shop',
      problem: 'there is no field "Alias"',
    });
  });

  it('refuses a template that does not parse before anything is written', () => {
    expect(() => compileMessageTemplate('{{.AppName')).toThrow(expect.objectContaining({ code: 'template-syntax' }));
  });

  it.each([
    ['a headline and a body', 'a\n\nb\nc', { headline: 'a', body: 'b\nc' }],
    ['a headline alone', '  a  ', { headline: 'a', body: '' }],
    ['nothing', '\n\n', { headline: 'Update container image versions', body: '' }],
  ])('splits %s', (_what, message, expected) => {
    expect(splitMessage(message)).toEqual(expected);
  });
});

describe('branchName', () => {
  const data = { appName: 'shop', appNamespace: 'argocd', targetKey: '0123abcd', changes: [web, api] };
  const name = (template: string): string => branchName(template, data, { sha256 });

  it.each([
    ['what changes', 'bot{{range .Images}}-{{.Name}}-{{.NewTag}}{{end}}', 'bot-acme/web-sha256:abc-acme/api-8'],
    ['the application', '{{.AppNamespace}}/{{.AppName}}', 'argocd/shop'],
    ['the target', '{{.TargetKey}}', '0123abcd'],
    ['aliases, empty where there is none', '{{range .Images}}<{{.Alias}}>{{end}}', '<web><>'],
    ['a hash of all changes', '{{.SHA256}}', sha256('acme/web-1.0.0-sha256:abc,acme/api-7-8,')],
  ])('can name %s', (_what, template, expected) => {
    expect(name(template)).toBe(expected);
  });

  it('cuts at 255 bytes and never inside a character', () => {
    expect(name('a'.repeat(300))).toHaveLength(255);
    expect(name('é'.repeat(200))).toBe('é'.repeat(127));
  });

  it('has no fallback for a template that does not fit', () => {
    expect(() => name('{{.Nope}}')).toThrow(expect.objectContaining({ code: 'template-execution' }));
  });

  it('tells two files of one repository apart by their key', () => {
    const target = { repository: 'https://git.example/r.git', branch: 'main', file: 'a.yaml' };
    const key = targetKey(target, sha256);
    expect(key).toMatch(/^[0-9a-f]{8}$/);
    expect(targetKey({ ...target, file: 'b.yaml' }, sha256)).not.toBe(key);
  });
});

describe('pullRequestText', () => {
  const application = { namespace: 'argocd', name: 'shop' };

  it('takes title and body from the commit message', () => {
    expect(pullRequestText('title\n\nbody', application)).toEqual({ title: 'title', body: 'body' });
  });

  it('names the application where the message is empty', () => {
    expect(pullRequestText('', application).title).toBe('chore: update images for argocd/shop');
  });

  it('records a commit, and finds it again', () => {
    const head = 'a'.repeat(40);
    for (const message of ['t', 't\n\nb', `t\n${'b'.repeat(70_000)}`]) {
      const text = withRecordedHead(pullRequestText(message, application), head);
      expect(recordedHead(`${text.body}\n`)).toBe(head);
      expect(text.body.length).toBeLessThanOrEqual(65_536);
    }
    expect(recordedHead('no record')).toBeUndefined();
  });

  it('stays within what hosts take', () => {
    const text = pullRequestText(`${'t'.repeat(300)}\n${'b'.repeat(70_000)}`, application);
    expect([text.title.length, text.body.length]).toEqual([255, 65_536]);
  });
});
