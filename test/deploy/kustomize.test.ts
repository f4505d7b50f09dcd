import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { listSettings } from '@towline/shared/config';
import { describeReal } from '@towline/test-kit/real';
import { stringify } from 'yaml';
import { z } from 'zod';
import { vendorVariable } from '../../packages/argo-updater/src/cli/settings/server-settings.js';
import { settingsSchema } from '../../packages/argo-updater/src/cli/settings/settings-schema.js';
import { webhookVendors } from '../../packages/argo-updater/src/core/event/webhook-vendors.js';
import { modelViolations } from './object-model.js';
import { readPermissions, roleLines, tableLines } from './permissions.js';
import {
  type DeployedObject,
  deployFolder,
  ofKind,
  readObjectFile,
  renderChart,
  renderKustomization,
} from './render.js';

const header =
  '# What the chart renders by default. Made by UPDATE_DEPLOY=1 npm test -- test/deploy; edits are lost.\n';

/** Without what only Helm has a use for. */
function withoutHelm(objects: readonly DeployedObject[]): readonly DeployedObject[] {
  const ofHelm = new Set(['helm.sh/chart', 'app.kubernetes.io/managed-by', 'checksum/settings']);
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => (ofHelm.has(key) ? [] : [[key, strip(item)]])),
    );
  };
  return objects.map((object) => strip(object)).filter((object): object is DeployedObject => object !== undefined);
}

function byName(objects: readonly DeployedObject[]): ReadonlyMap<string, DeployedObject> {
  const entries = objects.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const);
  expect(new Set(entries.map(([key]) => key)).size).toBe(entries.length);
  return new Map(entries.sort(([a], [b]) => a.localeCompare(b)));
}

describeReal('helm', 'the Kustomize base', () => {
  it('is what the chart renders by default', async () => {
    const rendered = withoutHelm(await renderChart());
    if (process.env.UPDATE_DEPLOY === '1') {
      const documents = rendered.map((object) => stringify(object, { lineWidth: 0, singleQuote: true }));
      await writeFile(`${deployFolder}kustomize/base/argo-updater.yaml`, header + documents.join('---\n'));
    }
    expect(byName(await readObjectFile('kustomize/base/argo-updater.yaml'))).toEqual(byName(rendered));
  });
});

describe('the definition of ImageUpdater', () => {
  it.each(['helm/argo-updater/crds/image-updaters.yaml', 'kustomize/base/image-updaters.yaml'])(
    'in %s is that which the controller is tested with',
    async (path) => {
      const [tested] = await readObjectFile('../test/kit/crds/imageupdaters.argocd-image-updater.argoproj.io.yaml');
      expect(await readObjectFile(path)).toEqual([tested]);
    },
  );
});

describeReal('kustomize', 'kustomize build', () => {
  let base: readonly DeployedObject[];
  beforeAll(async () => {
    base = await renderKustomization('base');
  });

  it('makes the objects of the base and the definition', async () => {
    const files = [
      ...(await readObjectFile('kustomize/base/argo-updater.yaml')),
      ...(await readObjectFile('kustomize/base/image-updaters.yaml')),
    ];
    expect(byName(base)).toEqual(byName(files));
  });

  it.each(['all-namespaces', 'aws', 'argocd-image-updater'])(
    'makes of the overlay %s nothing that the Kubernetes API does not know',
    async (overlay) => {
      const objects = await renderKustomization(`overlays/${overlay}`);
      const ours = objects.filter(({ kind }) => kind !== 'CustomResourceDefinition');
      expect(ours.flatMap(modelViolations)).toEqual([]);
      expect(new Set(environment(objects).filter((name) => !known.has(name)))).toEqual(new Set());
    },
  );

  it('gives the rights to Applications of all namespaces by a ClusterRole', async () => {
    const objects = await renderKustomization('overlays/all-namespaces');
    const places = { applications: ['*'], argocd: ['argocd'], leases: ['argocd'] };
    expect(roleLines(objects)).toEqual(tableLines(await readPermissions(), places));
    expect(ofKind(objects, 'ClusterRoleBinding')).toMatchObject([{ roleRef: { kind: 'ClusterRole' } }]);
    expect(environment(objects)).toContain('TOWLINE_WATCH_NAMESPACES');
  });

  it('takes the place of argocd-image-updater, whose settings it reads', async () => {
    const objects = await renderKustomization('overlays/argocd-image-updater');
    const selector = { 'control-plane': 'argocd-image-updater-controller' };
    expect(ofKind(objects, 'Deployment')).toMatchObject([
      {
        metadata: { name: 'argocd-image-updater-controller' },
        spec: {
          selector: { matchLabels: selector },
          template: { metadata: { labels: selector }, spec: { serviceAccountName: 'argocd-image-updater-controller' } },
        },
      },
    ]);
    expect(ofKind(objects, 'ServiceAccount')).toMatchObject([
      { metadata: { name: 'argocd-image-updater-controller' } },
    ]);
    const bound = ofKind(objects, 'RoleBinding').map((binding) => binding.subjects);
    const subject = { kind: 'ServiceAccount', name: 'argocd-image-updater-controller', namespace: 'argocd' };
    expect(bound).toEqual([[subject], [subject], [subject]]);
    expect(environment(objects)).toEqual(expect.arrayContaining(['IMAGE_UPDATER_INTERVAL', 'GHCR_WEBHOOK_SECRET']));
    expect(roleLines(objects)).toEqual(roleLines(base));
  });
});

const deploymentSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({ containers: z.tuple([z.object({ env: z.array(z.object({ name: z.string() })) })]) }),
    }),
  }),
});

/** What the program reads of its environment: settings, secrets of webhooks, and what it is told of its pod. */
const known: ReadonlySet<string | undefined> = new Set([
  ...listSettings(settingsSchema, 'TOWLINE').flatMap(({ variable, otherVariables }) => [variable, ...otherVariables]),
  ...webhookVendors.map(({ name }) => vendorVariable(name)),
  ...['TOWLINE_CONFIG', 'POD_NAMESPACE', 'POD_NAME', 'POD_IP', 'AWS_REGION'],
]);

function environment(objects: readonly DeployedObject[]): readonly string[] {
  const [deployment] = ofKind(objects, 'Deployment');
  const [{ env }] = deploymentSchema.parse(deployment).spec.template.spec.containers;
  return env.map(({ name }) => name);
}
