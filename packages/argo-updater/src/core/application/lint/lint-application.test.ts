import { describe, expect, it } from '@jest/globals';
import { readApplications } from '../read-application.js';
import { lintApplication } from './lint-application.js';

const peer = 'argocd-image-updater.argoproj.io';

/** Keys with a leading `+` are ours, the others those of argocd-image-updater. */
function lint(annotations: Record<string, string>, compat = false) {
  const list = { 'image-list': 'web=acme/web:1.x', ...annotations };
  const full = Object.entries(list).map(([key, value]) => [
    key.startsWith('+') ? `towline.dev/${key.slice(1)}` : `${peer}/${key}`,
    value,
  ]);
  return lintOf(Object.fromEntries(full), compat);
}

/** Keys are as they stand. */
function lintOf(annotations: Record<string, string>, compat = false) {
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd', annotations },
    spec: { source: { repoURL: 'https://git.example/apps.git', path: 'web', helm: {} } },
  };
  const [application] = readApplications(document, { kind: 'cluster' }).applications;
  return application ? lintApplication(application, { controllerNamespace: 'argocd', compat }) : [];
}

const short = (annotations: Record<string, string>) =>
  lint(annotations).map(({ code, at, fix }) => [code, at.replace(`${peer}/`, '').replace('towline.dev/', '+'), fix]);

describe('lintApplication', () => {
  it('finds nothing in what is right', () => {
    expect(
      short({
        'write-back-method': 'git:secret:creds',
        'write-back-target': 'helmvalues:values.yaml',
        'git-branch': 'main',
        'web.update-strategy': 'semver',
        'web.allow-tags': 'regexp:^v',
        'web.ignore-tags': 'latest, *-rc*',
        'web.helm.image-name': 'image.repository',
        'web.force-update': 'true',
        '+web.pin': 'digest',
        '+pull-request-auto-merge': 'true',
        '+pull-request': 'github',
      }),
    ).toEqual([]);
  });

  it.each([
    ['a misspelt name', { 'update-stratgey': 'name' }, `Did you mean ${peer}/update-strategy?`],
    ['a misspelt name of an image', { 'web.alow-tags': 'any' }, `Did you mean ${peer}/web.allow-tags?`],
    ['a misspelt name of ours', { '+alow-downgrade': 'true' }, 'Did you mean towline.dev/allow-downgrade?'],
    ['a misspelt section', { 'web.helm.image-tga': 'x' }, `Did you mean ${peer}/web.helm.image-tag?`],
    ['something else', { 'web.flavour': 'sweet' }, 'Take it out; the reference lists what is read.'],
  ])('suggests for %s', (_what, annotations, fix) => {
    expect(short(annotations)).toEqual([['annotation-unknown', expect.any(String), fix]]);
  });

  it.each([
    ['argocd-image-update.argoproj.io/web.pull-secret', `${peer}/web.pull-secret`],
    ['argocd-image-updater.argoproj.com/image-list', `${peer}/image-list`],
    ['towlin.dev/pin', 'towline.dev/pin'],
  ])('suggests for the misspelt prefix of %s', (key, meant) => {
    expect(lintOf({ [`${peer}/image-list`]: 'acme/web', [key]: 'x' })).toMatchObject([
      { code: 'annotation-unknown', at: key, fix: `Did you mean ${meant}?` },
    ]);
  });

  it.each([
    'notifications.argoproj.io/x',
    'argocd.argoproj.io/sync-wave',
    'image.toolkit.fluxcd.io/x',
    'towels.example/x',
  ])('leaves alone %s of others', (key) => {
    expect(lintOf({ [key]: 'x' })).toEqual([]);
  });

  it.each([
    ['what it fills in', { [`${peer}/image-list`]: 'acme/{{name}}:1.x' }, []],
    ['where it is written', {}, []],
    ['what it fills in not', { [`${peer}/update-strategy`]: 'semvre' }, ['annotation-value']],
  ])('judges of the template of an ApplicationSet not what is left open: %s', (_what, annotations, codes) => {
    const list = { [`${peer}/image-list`]: 'acme/web', [`${peer}/write-back-method`]: 'git', ...annotations };
    const source = { repoURL: 'https://git.example/apps.git', path: 'apps/{{name}}', helm: {} };
    const template = { metadata: { name: '{{name}}', annotations: list }, spec: { source } };
    const set = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 's' },
      spec: { template },
    };
    const place = { kind: 'manifest', file: 'set.yaml', document: 0 } as const;
    const [application] = readApplications(set, place).applications;
    const found = application ? lintApplication(application, { controllerNamespace: 'argocd' }) : undefined;
    expect(found?.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    ['annotation-prefix', { pin: 'digest' }, 'Write towline.dev/pin.'],
    ['annotation-prefix', { 'web.pin': 'digest' }, 'Write towline.dev/web.pin.'],
    ['annotation-prefix', { '+update-strategy': 'name' }, `Write ${peer}/update-strategy.`],
    ['annotation-scope', { 'web.git-branch': 'main' }, `Write ${peer}/git-branch.`],
    ['annotation-scope', { 'helm.image-tag': 'tag' }, `Write ${peer}/web.helm.image-tag.`],
    ['annotation-removed', { 'web.tag-match': 'x' }, 'Use allow-tags, with regexp: before the pattern.'],
    ['alias-unknown', { 'wep.update-strategy': 'name' }, `Did you mean ${peer}/web.update-strategy?`],
    [
      'alias-unknown',
      { 'other.update-strategy': 'name' },
      'Name the image in the list: other=…, or take the annotation out.',
    ],
  ])('%s: %j', (code, annotations, fix) => {
    expect(short(annotations)).toEqual([[code, expect.any(String), fix]]);
  });

  it('knows that a slash in an alias stays one', () => {
    const found = short({ 'image-list': 'a/b/c/d=acme/web', 'a_b_c_d.update-strategy': 'name' });
    expect(found).toEqual([
      ['alias-unknown', 'a_b_c_d.update-strategy', `Did you mean ${peer}/a/b/c/d.update-strategy?`],
    ]);
  });

  it.each([
    [{ 'force-update': 'yes' }, 'force-update', 'Write true or false, or take the annotation out.'],
    [{ 'web.update-strategy': 'sevmer' }, 'web.update-strategy', 'Did you mean semver?'],
    [{ 'allow-tags': '^v1' }, 'allow-tags', 'Write regexp:^v1'],
    [{ '+pin': 'tag' }, '+pin', 'Write none or digest, or take the annotation out.'],
    [
      { '+pull-request': 'gitea', 'write-back-method': 'git' },
      '+pull-request',
      'Write github or gitlab, or take the annotation out.',
    ],
  ])('refuses %j once', (annotations, at, fix) => {
    expect(short(annotations).filter(([code]) => code === 'annotation-value')).toEqual([['annotation-value', at, fix]]);
  });

  it.each([
    ['a constraint', { 'image-list': 'web=nginx:not a version' }, 'image-list'],
    ['a pattern of an image', { 'web.allow-tags': 'regexp:(' }, 'web.allow-tags'],
    ['a pattern of all', { 'allow-tags': 'regexp:(' }, 'allow-tags'],
    ['a glob', { 'ignore-tags': 'ok, b[' }, 'ignore-tags'],
    [
      'a filter of commits',
      { 'image-list': 'web=nginx', 'update-strategy': 'commit', 'ignore-tags': '[' },
      'ignore-tags',
    ],
  ])('finds that %s cannot be read', (_what, annotations, at) => {
    expect(short(annotations)).toEqual([['annotation-value', at, expect.any(String)]]);
  });

  it.each([
    ['commits of a method that makes none', { 'git-branch': 'main' }, 'git-branch'],
    [
      'labels without a pull request',
      { 'write-back-method': 'git', '+pull-request-labels': 'bot' },
      '+pull-request-labels',
    ],
    ['a constraint that the strategy passes over', { 'web.update-strategy': 'newest-build' }, 'image-list'],
    [
      'a key beside one for the whole',
      { 'web.helm.image-spec': 'image', 'web.helm.image-tag': 'tag' },
      'web.helm.image-tag',
    ],
    ['an order without a direction', { '+order': 'desc' }, '+order'],
    ['a branch without commits', { '+web.commit-branch': 'main' }, '+web.commit-branch'],
    ['extraction without a pattern', { '+web.extract': '$n' }, '+web.extract'],
    ['an empty value', { 'pull-secret': ' ' }, 'pull-secret'],
  ])('finds useless: %s', (_what, annotations, at) => {
    expect(short(annotations)).toEqual([['annotation-useless', at, expect.any(String)]]);
  });

  it('does not call useless what one of the images uses', () => {
    const annotations = { 'image-list': 'a=x,b=y', 'a.update-strategy': 'commit', '+commit-branch': 'main' };
    expect(short(annotations)).toEqual([]);
  });

  it.each([
    ['manifest-target-conflict', { 'web.helm.image-name': 'x', 'web.kustomize.image-name': 'y' }],
    ['image-constraint-missing', { 'image-list': 'web=acme/web', 'web.update-strategy': 'digest' }],
    ['alias-duplicate', { 'image-list': 'web=a,web=b' }],
    ['image-name-invalid', { 'image-list': 'web=Acme/web' }],
    ['image-list-empty', { 'image-list': ' ' }],
    ['write-back-branch', { 'write-back-method': 'git', 'git-branch': 'a:b:c' }],
    ['image-list-split', { 'image-list': 'web=nginx:>=1.0, <2.0' }],
  ])('finds %s', (code, annotations) => {
    expect(lint(annotations).map((finding) => finding.code)).toContain(code);
  });

  it('asks for an image list where there are settings', () => {
    const document = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'web', annotations: { [`${peer}/update-strategy`]: 'name' } },
      spec: {},
    };
    const [application] = readApplications(document, { kind: 'cluster' }).applications;
    const findings = application ? lintApplication(application, { controllerNamespace: 'argocd' }) : [];
    expect(findings.map(({ code }) => code)).toContain('image-list-missing');
  });
});
