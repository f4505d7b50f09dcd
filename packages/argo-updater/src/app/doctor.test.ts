import { describe, expect, it } from '@jest/globals';
import { CodedError } from '@towline/shared/errors';
import { parseGitSha } from '@towline/shared/image';
import type { Candidate } from '@towline/shared/policy';
import { readApplications } from '../core/application/read-application.js';
import { type DoctorOptions, type DoctorPorts, doctor } from './doctor.js';

const application = (name: string, annotations: Record<string, string>, automated = true) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name, namespace: 'argocd', annotations },
  spec: {
    source: { repoURL: 'https://git.example/manifests.git', path: name, targetRevision: 'main' },
    syncPolicy: automated ? { automated: {} } : {},
  },
  status: { sourceType: 'Kustomize', summary: { images: ['registry.example/web:1'] } },
});
const annotations = (rest: Record<string, string> = {}) => ({
  'argocd-image-updater.argoproj.io/image-list': 'registry.example/web',
  'argocd-image-updater.argoproj.io/write-back-method': 'git',
  ...rest,
});

const reading = (...documents: readonly object[]) => ({
  applications: documents.flatMap((one) => readApplications(one, { kind: 'cluster' }).applications),
  imageUpdaters: [],
  findings: [],
});
const fails = (code: string, message: string, hint: string) => () =>
  Promise.reject(new CodedError(code, message, { hint }));

function examine(ports: Partial<DoctorPorts>, options: Partial<DoctorOptions> = {}) {
  const tags: readonly Candidate[] = [{ tag: '1' }, { tag: '2' }];
  const healthy: DoctorPorts = {
    readApplications: async () => reading(application('web', annotations())),
    registry: { candidates: async () => tags, inspect: async () => undefined },
    openRepository: async () => ({ head: async () => undefined, defaultBranch: async () => 'main' }),
    signal: new AbortController().signal,
    ...ports,
  };
  return doctor(healthy, {
    controllerNamespace: 'argocd',
    compat: false,
    namespaces: ['argocd'],
    leaseNamespace: 'argocd',
    ...options,
  });
}

describe('doctor', () => {
  it('says what is in order', async () => {
    const openRepository: DoctorPorts['openRepository'] = async () => ({
      head: async () => parseGitSha('4b825dc642cb6eb9a060e54bf8d69288fbee4904'),
      defaultBranch: async () => 'main',
    });
    expect(await examine({ openRepository })).toEqual([
      {
        area: 'applications',
        subject: 'Applications',
        status: 'ok',
        message: '1 of 1 are kept up to date',
        fix: undefined,
      },
      { area: 'registry', subject: 'registry.example/web', status: 'ok', message: '2 tags can be listed' },
      { area: 'git', subject: 'https://git.example/manifests.git', status: 'ok', message: 'main can be read' },
    ]);
  });

  it.each([
    [
      'Applications cannot be read',
      { readApplications: fails('kubernetes-forbidden', 'no', 'Allow it.') },
      { area: 'applications', status: 'failed', message: 'no (kubernetes-forbidden)', fix: 'Allow it.' },
    ],
    [
      'nothing is annotated',
      { readApplications: async () => reading(application('web', {})) },
      { area: 'applications', status: 'warning', message: '0 of 1 are kept up to date' },
    ],
    [
      'an annotation is wrong',
      {
        readApplications: async () =>
          reading(application('web', annotations({ 'argocd-image-updater.argoproj.io/write-back-method': 'gti' }))),
      },
      {
        area: 'applications',
        subject: 'argocd/web',
        status: 'failed',
        message: expect.stringContaining('write-back-method: '),
      },
    ],
    [
      'the registry refuses',
      {
        registry: {
          candidates: fails('registry-forbidden', 'denied', 'Allow ecr:DescribeImages on arn:x.'),
          inspect: async () => undefined,
        },
      },
      {
        area: 'registry',
        status: 'failed',
        message: 'denied (registry-forbidden)',
        fix: 'Allow ecr:DescribeImages on arn:x.',
      },
    ],
    [
      'images cannot be read where the strategy needs them',
      {
        readApplications: async () =>
          reading(
            application('web', annotations({ 'argocd-image-updater.argoproj.io/update-strategy': 'newest-build' })),
          ),
        registry: {
          candidates: async () => [{ tag: '1' }],
          inspect: fails('registry-forbidden', 'denied', 'Allow ecr:BatchGetImage.'),
        },
      },
      { area: 'registry', status: 'failed', fix: 'Allow ecr:BatchGetImage.' },
    ],
    ['the branch is not there', {}, { area: 'git', status: 'failed', message: 'there is no branch main' }],
    [
      'the repository cannot be opened',
      { openRepository: fails('git-authentication', 'who are you', 'Give credentials.') },
      { area: 'git', status: 'failed', message: 'who are you (git-authentication)', fix: 'Give credentials.' },
    ],
    [
      'a permission is missing',
      { isAllowed: async ({ verb }) => verb !== 'patch' },
      {
        area: 'kubernetes',
        subject: 'patch applications in argocd',
        status: 'failed',
        fix: expect.stringMatching(/verb patch on applications/),
      },
    ],
    [
      'Argo CD does not sync',
      { readApplications: async () => reading(application('web', annotations(), false)) },
      {
        area: 'argocd',
        subject: 'argocd/web',
        status: 'warning',
        fix: expect.stringContaining('syncPolicy.automated'),
      },
    ],
  ] satisfies [string, Partial<DoctorPorts>, object][])(
    'finds that %s, and what to do',
    async (_what, ports, expected) => {
      expect(await examine(ports)).toContainEqual(expect.objectContaining(expected));
    },
  );

  it.each([
    ['patch imageupdaters/status in team', { namespaces: ['team'] }],
    ['list applications in all namespaces', { namespaces: undefined }],
    ['list secrets in argocd', { namespaces: ['team'] }],
    ['get configmaps argocd-ssh-known-hosts-cm in argocd', {}],
    ['delete leases in towline', { leaseNamespace: 'towline' }],
  ] satisfies [string, Partial<DoctorOptions>][])('asks whether it may %s', async (subject, options) => {
    const checks = await examine({ isAllowed: async () => true }, options);
    expect(checks).toContainEqual({ area: 'kubernetes', subject, status: 'ok', message: 'allowed' });
  });

  it('asks for no Leases where there are none, and for each permission once', async () => {
    const checks = await examine({ isAllowed: async () => true }, { leaseNamespace: undefined });
    const subjects = checks.filter(({ area }) => area === 'kubernetes').map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject.includes('leases'))).toEqual([]);
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  it('asks each repository once, however many Applications use it', async () => {
    const asked: string[] = [];
    await examine({
      readApplications: async () => reading(application('web', annotations()), application('api', annotations())),
      registry: {
        candidates: async ({ repository }) => {
          asked.push(repository.path);
          return [];
        },
        inspect: async () => undefined,
      },
      openRepository: async ({ repository }) => {
        asked.push(repository);
        return { head: async () => undefined, defaultBranch: async () => 'main' };
      },
    });
    expect(asked.sort()).toEqual(['https://git.example/manifests.git', 'web']);
  });

  it('is ended by its signal, and by what nobody foresaw', async () => {
    const bug = () => Promise.reject(new TypeError('bug'));
    await expect(examine({ readApplications: bug })).rejects.toThrow('bug');
    const signal = AbortSignal.abort(new CodedError('cli-interrupted', 'enough'));
    await expect(examine({ readApplications: bug, signal })).rejects.toMatchObject({ code: 'cli-interrupted' });
  });
});
