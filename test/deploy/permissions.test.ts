import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeReal } from '@towline/test-kit/real';
import { neededPermissions } from '../../packages/argo-updater/src/app/needed-permissions.js';
import { everything } from './chart-values.js';
import {
  type Permissions,
  permissionLine,
  readPermissions,
  roleLines,
  sortedLines,
  tableLines,
} from './permissions.js';
import { readObjectFile, renderChart } from './render.js';

let table: Permissions;
beforeAll(async () => {
  table = await readPermissions();
});

const here = { applications: ['argocd'], argocd: ['argocd'], leases: ['argocd'] };
const apart = { applications: ['team-a', 'team-b'], argocd: ['argocd'], leases: ['towline'] };

describe('the table of permissions at the Kubernetes API', () => {
  it('is what the roles of the Kustomize base allow, no more and no less', async () => {
    expect(roleLines(await readObjectFile('kustomize/base/argo-updater.yaml'))).toEqual(tableLines(table, here));
  });

  it.each([
    ['in one namespace', here],
    ['in several', apart],
  ])('is what doctor asks for %s', (_where, places) => {
    const needed = neededPermissions({
      namespaces: places.applications,
      controllerNamespace: 'argocd',
      leaseNamespace: places.leases[0],
    });
    const lines = needed.map(({ namespace = '*', group, verb, resource, subresource, name }) =>
      permissionLine({
        namespace,
        group,
        verb,
        resource: subresource === undefined ? resource : `${resource}/${subresource}`,
        name,
      }),
    );
    expect(sortedLines(lines)).toEqual(tableLines(table, places));
  });
});

describeReal('helm', 'the roles of the chart', () => {
  it('allow in each namespace what the table says', async () => {
    const objects = await renderChart({ namespace: 'towline', values: everything });
    expect(roleLines(objects)).toEqual(tableLines(table, apart));
  });

  it('reach beyond namespaces only where all are watched, and by one ClusterRole', async () => {
    const objects = await renderChart({
      namespace: 'towline',
      values: { argocd: { namespace: 'argocd', watchNamespaces: ['*'] } },
    });
    expect(roleLines(objects)).toEqual(tableLines(table, { ...apart, applications: ['*'] }));
    expect(objects.filter(({ kind }) => kind.startsWith('Cluster')).map(({ kind }) => kind)).toEqual([
      'ClusterRole',
      'ClusterRoleBinding',
    ]);
  });

  it('allow single Secrets only, where they are named', async () => {
    const lines = roleLines(await renderChart({ values: { rbac: { secretNames: ['pull', 'git'] } } }));
    expect(lines.filter((line) => line.includes('get secrets'))).toEqual([
      'argocd: get secrets "" [git]',
      'argocd: get secrets "" [pull]',
    ]);
  });

  it('allow no Secrets by name, where that is turned off', async () => {
    const lines = roleLines(await renderChart({ values: { rbac: { readSecrets: false } } }));
    expect(lines.filter((line) => line.includes('secrets'))).toEqual([
      'argocd: list secrets ""',
      'argocd: watch secrets ""',
    ]);
  });
});

/** The service of each SDK, as IAM calls it. */
const services: Readonly<Record<string, string>> = {
  'client-ecr': 'ecr',
  'client-ecr-public': 'ecr-public',
  'client-secrets-manager': 'secretsmanager',
  'client-ssm': 'ssm',
  'client-sqs': 'sqs',
};

/** `service:Operation` of each command of an SDK that the sources name. A file that names some uses the SDKs that it imports. */
async function callsInSources(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of ['packages/shared/src', 'packages/argo-updater/src']) {
    const root = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
    for (const file of await readdir(root, { recursive: true })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      found.push(...callsIn(await readFile(join(root, file), 'utf8')));
    }
  }
  return sortedLines(found);
}

/** A command belongs to the SDK that was imported last before it. */
function callsIn(source: string): readonly string[] {
  const calls: string[] = [];
  let service: string | undefined;
  const words = /import\('@aws-sdk\/([a-z-]+)'\)|\bnew (?:sdk\.)?([A-Z][A-Za-z]+)Command\(/g;
  for (const [, sdk, operation] of source.matchAll(words)) {
    if (sdk !== undefined) service = services[sdk] ?? service;
    if (operation !== undefined && operation !== '') calls.push(`${service}:${operation}`);
  }
  return calls;
}

describe('the table of permissions at AWS', () => {
  it('has the calls of the sources, and no others', async () => {
    expect(sortedLines(table.aws.map(({ call }) => call))).toEqual(await callsInSources());
  });
});
