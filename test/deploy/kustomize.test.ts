import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeReal } from '@towline/test-kit/real';
import { stringify } from 'yaml';
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
});
