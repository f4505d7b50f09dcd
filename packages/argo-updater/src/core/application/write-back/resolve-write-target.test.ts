import { describe, expect, it } from '@jest/globals';
import { type DocumentPlace, readApplications } from '../read-application.js';
import type { GitSettings } from '../settings.js';
import { resolveWriteTarget } from './resolve-write-target.js';

const git = 'https://git.example/apps.git';
const web = { source: { repoURL: git, path: 'apps/web', targetRevision: 'main' } };
const chart = { repoURL: 'https://charts.example', chart: 'web', targetRevision: '18.2.3' };
const refs = { ...chart, helm: { valueFiles: ['$values/base.yaml', 'ci.yaml', '$values/prod/values.yaml'] } };
const values = { repoURL: git, targetRevision: 'prod', ref: 'values' };

interface Parts {
  readonly metadata?: object;
  readonly status?: object;
  readonly place?: DocumentPlace;
}

function application(spec: object, { metadata = {}, status = {}, place = { kind: 'cluster' } }: Parts = {}) {
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd', ...metadata },
    spec,
    status,
  };
  const [read] = readApplications(document, place).applications;
  if (!read) throw new Error('unreadable');
  return read;
}

function resolve(read: ReturnType<typeof application>, gitConfig: GitSettings = {}, compat = false) {
  const settings = { method: 'git', gitConfig };
  const parent = application({
    source: { ...web.source, path: 'root', targetRevision: 'HEAD', directory: { recurse: true } },
  });
  const find = ({ name }: { name: string }) => (name === 'root' ? parent : undefined);
  return resolveWriteTarget({
    application: read,
    settings,
    controllerNamespace: 'argocd',
    compat,
    place: (field) => field,
    find,
  });
}

function gitTarget(...parameters: Parameters<typeof resolve>) {
  const { target, findings } = resolve(...parameters);
  expect(findings).toEqual([]);
  if (target?.kind !== 'git') throw new Error('no git target');
  return target;
}

describe('the file of a Git write-back', () => {
  it.each([
    [undefined, { kind: 'override', path: 'apps/web/.argocd-source-web.yaml', folder: 'apps/web', sourceType: 'Helm' }],
    ['kustomization', { kind: 'kustomization', folder: 'apps/web' }],
    ['kustomization:../overlay', { kind: 'kustomization', folder: 'apps/overlay' }],
    ['helmvalues', { kind: 'helm-values', paths: ['apps/web/values.yaml'] }],
    [
      'helmvalues:values.yaml, /env/prod.yaml',
      { kind: 'helm-values', paths: ['apps/web/values.yaml', 'env/prod.yaml'] },
    ],
    ['env/prod.yaml', { kind: 'helm-values', paths: ['env/prod.yaml'] }],
    ['env/.argocd-source-web.yaml', { kind: 'override', path: 'env/.argocd-source-web.yaml' }],
    [
      'application:apps/web.yaml',
      {
        kind: 'application',
        where: { kind: 'file', path: 'apps/web.yaml' },
        name: { namespace: 'argocd', name: 'web' },
      },
    ],
    ['manifests', { kind: 'manifests', include: ['apps/web/**/*.yaml', 'apps/web/**/*.yml'], exclude: [] }],
    ['manifests:deploy/*.yaml', { kind: 'manifests', include: ['apps/web/deploy/*.yaml'] }],
    ['setters:clusters/**', { kind: 'setters', include: ['apps/web/clusters/**'], exclude: [] }],
    ['manifests:/compose.yaml', { kind: 'manifests', include: ['compose.yaml'] }],
  ])('of %s', (writeBackTarget, expected) => {
    expect(gitTarget(application(web, { status: { sourceType: 'Helm' } }), { writeBackTarget }).file).toMatchObject(
      expected,
    );
  });

  it.each([
    ['argocd', '.argocd-source-web.yaml'],
    ['', '.argocd-source-web.yaml'],
    ['team', '.argocd-source-team_web.yaml'],
  ])('has the namespace %j in its name where that is not the one of Argo CD', (namespace, expected) => {
    const { file } = gitTarget(application(web, { metadata: { namespace } }));
    expect(file).toMatchObject({ path: `apps/web/${expected}` });
  });

  it('takes of a directory what Argo CD reads of it', () => {
    const directory = { ...web.source, directory: { include: '*.yml', exclude: 'test/*' } };
    const { file } = gitTarget(application({ source: directory }, { status: { sourceType: 'Directory' } }), {
      writeBackTarget: 'manifests',
    });
    expect(file).toEqual({ kind: 'manifests', include: ['apps/web/*.yml'], exclude: ['apps/web/test/*'] });
  });

  it('is searched for in the files of the Application of Applications', () => {
    const metadata = { annotations: { 'argocd.argoproj.io/tracking-id': 'root:argoproj.io/Application:argocd/web' } };
    const target = gitTarget(application({ source: chart }, { metadata }), { writeBackTarget: 'application' });
    expect(target).toMatchObject({
      repository: git,
      base: { kind: 'default' },
      file: { kind: 'application', where: { kind: 'search', include: ['root/**/*.yaml', 'root/**/*.yml'] } },
    });
  });

  it('is the one that the Application was read from', () => {
    const place = { kind: 'manifest', file: 'apps/web.yaml', document: 0 } as const;
    const settings = { writeBackTarget: 'application' };
    const repository = { url: 'https://git.example/root.git', branch: 'dev' };
    expect(gitTarget(application(web, { place: { ...place, repository } }), settings)).toMatchObject({
      repository: repository.url,
      base: { kind: 'named', name: 'dev' },
      file: { where: { kind: 'file', path: 'apps/web.yaml' } },
    });
    expect(resolve(application(web, { place }), settings).findings).toMatchObject([
      { code: 'write-back-repository', at: 'repository' },
    ]);
  });

  it.each([
    ['helmvalues:../../../x.yaml', 'write-back-outside'],
    ['manifests:/../*.yaml', 'write-back-outside'],
    ['/.git/hooks/x.yaml', 'write-back-outside'],
    ['overlays/prod/kustomization.yaml', 'write-back-target'],
    ['application', 'write-back-target'],
  ])('is refused for %s', (writeBackTarget, code) => {
    expect(resolve(application(web), { writeBackTarget })).toMatchObject({
      target: undefined,
      findings: [{ code, at: 'writeBackTarget' }],
    });
  });
});

describe('a chart of a Helm repository', () => {
  it('is written to the value files that it takes from another source, on the branch of that', () => {
    const multiple = application({ sources: [refs, values] }, { status: { sourceTypes: ['Helm', ''] } });
    expect(gitTarget(multiple, { writeBackTarget: 'helmvalues' })).toMatchObject({
      repository: git,
      base: { kind: 'named', name: 'prod' },
      file: { kind: 'helm-values', paths: ['base.yaml', 'prod/values.yaml'] },
    });
  });

  it('tracks the branch of its values, also where another source is of the same repository', () => {
    const other = { ...values, ref: 'other', targetRevision: 'dev' };
    const multiple = application({ sources: [other, refs, values] }, { status: { sourceTypes: ['', 'Helm', ''] } });
    expect(gitTarget(multiple, { writeBackTarget: 'helmvalues' }).base).toEqual({ kind: 'named', name: 'prod' });
  });

  it('is asked for a repository where it has no such file', () => {
    const { findings } = resolve(application({ source: chart }), { writeBackTarget: 'helmvalues' });
    expect(findings.map(({ code, at }) => `${code} ${at}`)).toEqual(['write-back-repository repository']);
  });

  it('has no override file that Argo CD would read', () => {
    const { findings } = resolve(application({ source: chart }), { repository: git });
    expect(findings.map(({ code }) => code)).toEqual(['write-back-not-read']);
  });

  it('never lends its version as a branch, except under compat', () => {
    const read = application({ source: chart });
    const settings = { repository: git, writeBackTarget: 'helmvalues:/web.yaml' };
    expect(gitTarget(read, settings).base).toEqual({ kind: 'default' });
    expect(gitTarget(read, settings, true).base).toEqual({ kind: 'named', name: '18.2.3' });
  });
});

describe('paths of several sources', () => {
  const mixed = application(
    {
      sources: [
        { ...chart, helm: {} },
        { ...web.source, kustomize: {} },
      ],
    },
    { status: { sourceTypes: ['Helm', 'Kustomize'] } },
  );

  it('are relative to the source that is written', () => {
    expect(gitTarget(mixed, { writeBackTarget: 'kustomization' })).toMatchObject({
      repository: git,
      file: { folder: 'apps/web' },
    });
  });

  it('are relative to the first choice under compat', () => {
    expect(gitTarget(mixed, { writeBackTarget: 'kustomization' }, true)).toMatchObject({
      repository: git,
      file: { folder: '.' },
    });
  });
});

describe('the branch', () => {
  it.each([
    ['main', 'dev', { kind: 'named', name: 'dev' }, { kind: 'base' }],
    ['main', ':image-{{.SHA256}}', { kind: 'named', name: 'main' }, { kind: 'branch', template: 'image-{{.SHA256}}' }],
    ['main', 'HEAD', { kind: 'default' }, { kind: 'base' }],
    ['HEAD', 'dev:x', { kind: 'named', name: 'dev' }, { kind: 'branch', template: 'x' }],
    ['', undefined, { kind: 'default' }, { kind: 'base' }],
    ['refs/heads/main', undefined, { kind: 'named', name: 'main' }, { kind: 'base' }],
  ])('of %j with %j', (targetRevision, branch, base, push) => {
    expect(gitTarget(application({ source: { ...web.source, targetRevision } }), { branch })).toMatchObject({
      base,
      push,
    });
  });

  it.each([
    [{ branch: 'a:b:c' }, 'write-back-branch'],
    [{ branch: 'a:b', pullRequest: { github: {} } }, 'pull-request-branch'],
    [{ pullRequest: {} }, 'pull-request-provider'],
    [{ pullRequest: { github: {}, gitlab: {} } }, 'pull-request-provider'],
  ])('is refused with %j', (settings, code) => {
    expect(resolve(application(web), settings)).toMatchObject({ target: undefined, findings: [{ code }] });
  });

  it('is missing where the source tracks a commit', () => {
    const targetRevision = '0123456789012345678901234567890123456789';
    expect(resolve(application({ source: { ...web.source, targetRevision } })).findings).toMatchObject([
      { code: 'write-back-branch' },
    ]);
  });
});

describe('everything that is wrong', () => {
  it('is told at once', () => {
    const { findings } = resolve(application({ source: chart }), {
      branch: 'a:b:c',
      writeBackTarget: 'helmvalues:../x',
    });
    expect(findings.map(({ code }) => code)).toEqual([
      'write-back-outside',
      'write-back-branch',
      'write-back-repository',
    ]);
  });

  it('includes placeholders of an ApplicationSet', () => {
    const read = application(
      { source: { ...web.source, path: 'apps/{{name}}' } },
      { place: { kind: 'manifest', file: 'set.yaml', document: 0 } },
    );
    expect(resolve(read).findings.map(({ code }) => code)).toEqual(['application-template']);
    expect(gitTarget(read, { writeBackTarget: 'kustomization:/base' }).file).toEqual({
      kind: 'kustomization',
      folder: 'base',
    });
  });

  it('includes a file that is taken for Helm values beside another source', () => {
    const kustomize = application(web, { status: { sourceType: 'Kustomize' } });
    const { target, findings } = resolve(kustomize, { writeBackTarget: 'deploy/web.yaml' });
    expect(target).toBeDefined();
    expect(findings).toMatchObject([{ code: 'write-back-target', severity: 'warning' }]);
  });
});
