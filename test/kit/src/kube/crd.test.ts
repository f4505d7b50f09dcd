import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { crdFolder, parseCrd, readCrds } from './crd.js';
import type { StructuralSchema } from './structural-schema.js';

/** The definitions as their projects publish them, where somebody has put them beside the repository. */
const published = fileURLToPath(new URL('../../../../../shared/crds', import.meta.url));
const describePublished = existsSync(published) ? describe : describe.skip;

/** Each field of a schema by its path, with its own rules. */
function flatten(schema: StructuralSchema, path = ''): Map<string, object> {
  const { properties = {}, items, additionalProperties, required = [], ...rules } = schema;
  const fields = new Map<string, object>([[path, { ...rules, required: [...required].sort() }]]);
  const children: [string, StructuralSchema][] = Object.entries(properties).map(([key, child]) => [
    `${path}.${key}`,
    child,
  ]);
  if (items !== undefined) children.push([`${path}[]`, items]);
  if (typeof additionalProperties === 'object') children.push([`${path}{}`, additionalProperties]);
  for (const [at, child] of children) for (const entry of flatten(child, at)) fields.set(...entry);
  return fields;
}

const pairs = [
  ['applications.argoproj.io.yaml', 'argocd-application.yaml'],
  ['imageupdaters.argocd-image-updater.argoproj.io.yaml', 'image-updater.yaml'],
] as const;

describePublished("the kit's definition", () => {
  it.each(pairs)('%s says of each of its fields what the published one says', (own, theirs) => {
    const ours = parseCrd(readFileSync(join(crdFolder, own), 'utf8'));
    const real = parseCrd(readFileSync(join(published, theirs), 'utf8'));
    expect({ ...ours, schema: undefined }).toEqual({ ...real, schema: undefined });
    const known = flatten(real.schema);
    const differing = [...flatten(ours.schema)].filter(([path, rules]) => !isDeepStrictEqual(rules, known.get(path)));
    expect(differing.map(([path]) => path).filter((path) => !openedOnPurpose.includes(path))).toEqual([]);
  });
});

/** What the kit's Application leaves unchecked although the published one lists its fields. */
const openedOnPurpose = [
  '.operation.sync.syncStrategy',
  '.status.operationState.operation.sync.syncStrategy',
  '.status.operationState.syncResult',
  '.status.sourceHydrator',
];

it('the kit brings Application, ApplicationSet and ImageUpdater', () => {
  expect(readCrds(crdFolder).map(({ kind, statusSubresource }) => [kind, statusSubresource])).toEqual([
    ['Application', false],
    ['ApplicationSet', true],
    ['ImageUpdater', true],
  ]);
});

it('what is no definition is refused', () => {
  expect(() => parseCrd('kind: Deployment')).toThrow('CustomResourceDefinition');
});
