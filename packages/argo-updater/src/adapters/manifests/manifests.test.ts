import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGitRepository } from '@towline/shared/git';
import { runProcess, systemClock } from '@towline/shared/process';
import { type GitServer, startGitServer } from '@towline/test-kit/git';
import { readFolder } from './read-folder.js';
import { readRepository } from './read-repository.js';

const application = (name: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name} }
spec: { source: { repoURL: https://git.example/x, path: . } }
`;
const files = {
  'apps/all.yaml': `# two of them\n${application('one')}---\n${application('two')}`,
  'apps/set.yml':
    'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: set }\nspec: { generators: [], template: { metadata: { name: "{{name}}" }, spec: { source: { repoURL: https://git.example/x } } } }\n',
  'apps/list.json': JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'listed' }, spec: {} }],
  }),
  'apps/updater.yaml':
    'apiVersion: argocd-image-updater.argoproj.io/v1alpha1\nkind: ImageUpdater\nmetadata: { name: main }\nspec: { applicationRefs: [{ namePattern: "*" }] }\n',
  'charts/templates/app.yaml': '{{ if .Values.on }}\napiVersion: argoproj.io/v1alpha1\nkind: Application\n{{ end }}\n',
  'apps/broken.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: [}\n',
  'apps/deployment.yaml': 'kind: Deployment\napiVersion: apps/v1\nmetadata: { name: web }\n',
  'README.md': application('in the documentation'),
};

let folder: string;
let git: GitServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-manifests-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await symlink(join(folder, 'apps/all.yaml'), join(folder, 'apps/linked.yaml'));
  git = await startGitServer();
});
afterAll(async () => {
  await git.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('Applications of a folder', () => {
  it('are those of its YAML and JSON, each with its place', async () => {
    const { applications, imageUpdaters } = await readFolder(folder);
    expect(applications.map(({ name, origin }) => [name, origin])).toEqual([
      ['one', place('apps/all.yaml', 0, [])],
      ['two', place('apps/all.yaml', 1, [])],
      ['listed', place('apps/list.json', 0, ['items', 0])],
      ['{{name}}', place('apps/set.yml', 0, ['spec', 'template'])],
    ]);
    expect(imageUpdaters.map(({ name }) => name)).toEqual(['main']);
  });

  it('are told of where their file is broken, and templates are not', async () => {
    const { findings } = await readFolder(folder);
    expect(findings.map(({ code, at }) => [code, at])).toEqual([
      ['application-unreadable', join(folder, 'apps/broken.yaml')],
    ]);
  });

  it('can be in one file', async () => {
    expect((await readFolder(join(folder, 'apps/all.yaml'))).applications).toHaveLength(2);
  });

  it('are not taken to be none where the folder is missing', async () => {
    await expect(readFolder(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'manifests-unreadable' });
  });

  const place = (file: string, document: number, path: readonly (string | number)[]) => ({
    kind: 'manifest',
    file: join(folder, file),
    document,
    path,
    repository: undefined,
  });
});

describe('Applications of a Git repository', () => {
  const open = async (name: string) => {
    const { url } = await git.createRepository(name, files);
    const directory = join(folder, `${name}.mirror`);
    const identity = { name: 'reader', email: 'reader@example.com' };
    const dependencies = { run: runProcess, clock: systemClock, environment: process.env };
    return { url, repository: openGitRepository(dependencies, { url, directory, identity, depth: 1 }) };
  };

  it('know the repository, the branch and the file that they are written to', async () => {
    const place = await open('all.git');
    const { applications } = await readRepository({ ...place, folder: 'apps' });
    expect(applications.map(({ name }) => name)).toEqual(['one', 'two', 'listed', '{{name}}']);
    expect(applications[0]?.origin).toMatchObject({
      file: 'apps/all.yaml',
      repository: { url: place.url, branch: 'main' },
    });
  });

  it.each([
    ['branch', { branch: 'gone' }, 'manifests-branch-missing'],
    ['folder', { folder: 'gone' }, 'manifests-unreadable'],
  ])('are not taken to be none where the %s is missing', async (what, missing, code) => {
    const place = await open(`${what}.git`);
    await expect(readRepository({ ...place, ...missing })).rejects.toMatchObject({ code });
  });
});
