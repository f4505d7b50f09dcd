import { describe, expect, it } from '@jest/globals';
import { readImageUpdaters } from './image-updater/image-updater.js';
import { manageApplications } from './manage-applications.js';
import { readApplications } from './read-application.js';

const peer = 'argocd-image-updater.argoproj.io';
const annotated = { [`${peer}/image-list`]: 'web=acme/web:1.x' };
const helm = { sourceType: 'Helm', summary: { images: ['acme/web:1.0'] } };

function application(
  name: string,
  {
    annotations = {},
    labels = {},
    status = helm,
    namespace = 'argocd',
    place,
    spec = { source: { repoURL: 'https://git.example/apps.git', path: name, targetRevision: 'main' } },
  }: {
    spec?: object;
    annotations?: object;
    labels?: object;
    status?: object | null;
    namespace?: string;
    place?: Parameters<typeof readApplications>[1];
  } = {},
) {
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace, annotations, labels },
    spec,
    status,
  };
  const [read] = readApplications(document, place ?? { kind: 'cluster' }).applications;
  if (!read) throw new Error('unreadable');
  return read;
}

function imageUpdater(name: string, applicationRefs: readonly object[], spec: object = {}) {
  const document = {
    apiVersion: `${peer}/v1alpha1`,
    kind: 'ImageUpdater',
    metadata: { name, namespace: 'argocd' },
    spec: { applicationRefs, ...spec },
  };
  const [read] = readImageUpdaters(document).imageUpdaters;
  if (!read) throw new Error('unreadable');
  return read;
}

const rule = (namePattern: string, image = 'acme/web') => ({
  namePattern,
  images: [{ alias: 'web', imageName: image }],
});

function manage(
  applications: readonly ReturnType<typeof application>[],
  imageUpdaters: readonly ReturnType<typeof imageUpdater>[] = [],
) {
  const { managed, skipped, findings } = manageApplications({
    applications,
    imageUpdaters,
    controllerNamespace: 'argocd',
  });
  return {
    managed: managed.map(({ application: { name }, images }) => `${name}: ${images.map(({ reference }) => reference)}`),
    skipped: skipped.map(
      ({ application: { name }, findings: reasons }) => `${name}: ${reasons.map(({ code }) => code)}`,
    ),
    findings: findings.map(({ code, at }) => `${code} ${at}`),
    details: managed,
  };
}

describe('without an ImageUpdater', () => {
  it('serves the Applications that have an image list', () => {
    const { managed, skipped } = manage([
      application('a', { annotations: annotated }),
      application('b'),
      application('c', { annotations: annotated, namespace: 'team' }),
    ]);
    expect(managed).toEqual(['a: acme/web:1.x', 'c: acme/web:1.x']);
    expect(skipped).toEqual([]);
  });

  it('skips one whose settings cannot be read, with every reason', () => {
    const annotations = { ...annotated, [`${peer}/force-update`]: 'yes', [`${peer}/write-back-method`]: 'svn' };
    expect(manage([application('a', { annotations })]).skipped).toEqual(['a: annotation-value,write-back-method']);
  });

  it('leaves the type of a hydrated source to its files, except under compat', () => {
    const spec = { sourceHydrator: { drySource: { repoURL: 'https://git.example/apps.git', path: 'a' } } };
    const annotations = { ...annotated, [`${peer}/write-back-method`]: 'git' };
    const hydrated = (more: object = {}) =>
      application('a', { annotations: { ...annotations, ...more }, status: { sourceType: 'Directory' }, spec });
    expect(manage([hydrated()]).managed).toEqual(['a: acme/web:1.x']);
    expect(manage([hydrated({ 'towline.dev/compat': 'argocd-image-updater' })]).skipped).toEqual([
      'a: application-type',
    ]);
  });

  it.each([
    ['a directory', { sourceType: 'Directory' }, {}, 'application-type'],
    ['what Argo CD has not looked at', null, {}, 'application-type'],
    ['no image', helm, { [`${peer}/image-list`]: 'Acme/Web' }, 'image-name-invalid,application-without-images'],
  ])('skips %s', (_what, status, annotations, codes) => {
    expect(manage([application('a', { status, annotations: { ...annotated, ...annotations } })]).skipped).toEqual([
      `a: ${codes}`,
    ]);
  });

  it('serves a directory whose manifests are written', () => {
    const annotations = {
      ...annotated,
      [`${peer}/write-back-method`]: 'git',
      [`${peer}/write-back-target`]: 'manifests',
    };
    expect(manage([application('a', { annotations, status: { sourceType: 'Directory' } })]).managed).toHaveLength(1);
  });

  it('serves an Application of a file by Git only, and supposes that its images run', () => {
    const place = { kind: 'manifest', file: 'a.yaml', document: 0 } as const;
    const git = { ...annotated, [`${peer}/write-back-method`]: 'git' };
    const { details, skipped } = manage([
      application('a', { annotations: annotated, status: null, place }),
      application('b', { annotations: git, status: null, place }),
    ]);
    expect(skipped).toEqual(['a: write-back-no-cluster']);
    expect(details.map(({ live }) => live)).toEqual([undefined]);
  });

  it('keeps the other images where one cannot be read', () => {
    const { managed, details } = manage([
      application('a', { annotations: { [`${peer}/image-list`]: 'Acme/Web,nginx' } }),
    ]);
    expect(managed).toEqual(['a: nginx']);
    expect(details[0]?.findings.map(({ code }) => code)).toEqual(['image-name-invalid']);
  });

  it('lets an Application choose to be served as by argocd-image-updater', () => {
    const { details } = manage([
      application('a', { annotations: { ...annotated, 'towline.dev/compat': 'argocd-image-updater' } }),
      application('b', { annotations: annotated }),
    ]);
    expect(details.map(({ compat, images }) => [compat, images[0]?.allowDowngrade])).toEqual([
      [true, true],
      [false, false],
    ]);
    const annotations = { [`${peer}/image-list`]: 'nginx:>=1.0, <2.0', 'towline.dev/compat': 'argocd-image-updater' };
    expect(manage([application('a', { annotations })]).managed).toEqual(['a: 1.0']);
  });
});

describe('with ImageUpdaters', () => {
  it('serves by the most specific rule, in the namespace of the ImageUpdater', () => {
    const updater = imageUpdater('main', [
      rule('*', 'any'),
      rule('web-*', 'web'),
      { ...rule('*', 'prod'), labelSelectors: { matchLabels: { env: 'prod' } } },
    ]);
    const applications = [
      application('web-1'),
      application('db'),
      application('web-2', { labels: { env: 'prod' } }),
      application('web-3', { namespace: 'team' }),
    ];
    expect(manage(applications, [updater]).managed).toEqual(['web-1: web', 'db: any', 'web-2: prod']);
  });

  it('obeys annotations only where a rule says so', () => {
    const updater = imageUpdater('main', [{ namePattern: 'a', useAnnotations: true }, rule('b', 'nginx')]);
    const applications = ['a', 'b', 'c'].map((name) => application(name, { annotations: annotated }));
    expect(manage(applications, [updater]).managed).toEqual(['a: acme/web:1.x', 'b: nginx']);
  });

  it('tries the next rule where the settings of the first cannot be used, and says so', () => {
    const updater = imageUpdater('main', [{ namePattern: 'a', useAnnotations: true }, rule('*', 'nginx')]);
    const { managed, details } = manage([application('a')], [updater]);
    expect(managed).toEqual(['a: nginx']);
    expect(details[0]?.findings.map(({ code }) => code)).toEqual(['image-list-missing']);
  });

  it('does not try the next rule where the Application is what does not fit', () => {
    const updater = imageUpdater('main', [
      rule('a'),
      { ...rule('*'), writeBackConfig: { method: 'git', gitConfig: { writeBackTarget: 'manifests' } } },
    ]);
    expect(manage([application('a', { status: { sourceType: 'Directory' } })], [updater]).skipped).toEqual([
      'a: application-type',
    ]);
  });

  it('reads our own annotations beside a rule', () => {
    const { details } = manage(
      [application('a', { annotations: { 'towline.dev/web.pin': 'digest' } })],
      [imageUpdater('main', [rule('a')])],
    );
    expect(details[0]?.images[0]?.pin).toBe('digest');
  });

  it('merges the settings of all levels', () => {
    const updater = imageUpdater(
      'main',
      [
        {
          ...rule('a'),
          commonUpdateSettings: { ignoreTags: ['b'] },
          writeBackConfig: { gitConfig: { branch: 'dev' } },
        },
      ],
      {
        commonUpdateSettings: { ignoreTags: ['a'], updateStrategy: 'newest-build' },
        writeBackConfig: { method: 'git', gitConfig: { repository: 'r', branch: 'main' } },
      },
    );
    const [managed] = manage([application('a')], [updater]).details;
    expect(managed?.writeTarget).toMatchObject({ kind: 'git', repository: 'r', base: { kind: 'named', name: 'dev' } });
    expect(managed?.images[0]?.policy).toMatchObject({ order: { kind: 'newest-build' }, ignoreTags: ['b'] });
  });

  it('has one Application served by one of them, and names the others', () => {
    const { managed, details } = manage(
      [application('a')],
      [imageUpdater('wide', [rule('*', 'wide')]), imageUpdater('narrow', [rule('a', 'narrow')])],
    );
    expect(managed).toEqual(['a: narrow']);
    expect(details[0]?.findings).toMatchObject([
      {
        code: 'image-updater-overlap',
        severity: 'warning',
        at: 'ImageUpdater argocd/narrow: spec.applicationRefs[0].namePattern',
      },
    ]);
  });

  it('sets one with a bad name pattern aside as a whole', () => {
    const { managed, findings } = manage(
      [application('a')],
      [imageUpdater('bad', [rule('a'), rule('b[')]), imageUpdater('good', [rule('*', 'good')])],
    );
    expect(managed).toEqual(['a: good']);
    expect(findings).toEqual([
      'image-updater-name-pattern ImageUpdater argocd/bad: spec.applicationRefs[1].namePattern',
    ]);
  });

  it('tells of a selector that selects nothing', () => {
    const labelSelectors = { matchExpressions: [{ key: 'env', operator: 'In' }] };
    const { managed, findings } = manage(
      [application('a')],
      [imageUpdater('main', [{ ...rule('a'), labelSelectors }])],
    );
    expect(managed).toEqual([]);
    expect(findings).toEqual([
      'image-updater-label-selector ImageUpdater argocd/main: spec.applicationRefs[0].labelSelectors',
    ]);
  });
});
