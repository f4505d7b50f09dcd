import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSourceTree } from './model/source-tree.js';
import { rules } from './rules/all-rules.js';
import type { Violation } from './rules/violation.js';

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));
const shared = 'packages/shared/src';
const updater = 'packages/argo-updater/src';

/** The one violation planted in each tree. */
const planted: readonly (readonly [tree: string, rule: string, place: string])[] = [
  ['documented-export', 'documented-export', `${shared}/image/a.ts:9`],
  ['documented-export-local', 'documented-export', `${shared}/image/a.ts:4`],
  ['environment', 'environment', `${shared}/process/a.ts:3`],
  ['error-codes-elsewhere', 'error-codes', `${shared}/image/a.ts:2`],
  ['error-codes-missing', 'error-codes', `${shared}/image/image-error.ts:4`],
  ['export-form-default', 'export-form', `${shared}/image/a.ts:3`],
  ['export-form-namespace', 'export-form', `${shared}/errors/index.ts:1`],
  ['export-form-wildcard', 'export-form', `${shared}/errors/index.ts:1`],
  ['file-length', 'file-length', `${shared}/image/a.test.ts:301`],
  ['file-name-not-kebab', 'file-name', `${shared}/image/imageReference.ts:1`],
  ['file-name-says-nothing', 'file-name', `${updater}/core/plan/utils.ts:1`],
  ['file-name-unpublished-index', 'file-name', `${updater}/core/plan/index.ts:1`],
  ['function-length', 'function-length', `${shared}/image/a.ts:2`],
  ['import-cycle', 'import-cycle', `${shared}/image/c.ts:3`],
  ['import-direction-app-to-adapters', 'import-direction', `${updater}/app/run.ts:2`],
  ['import-direction-between-packages', 'import-direction', `${updater}/cli/main.ts:3`],
  ['import-direction-core-to-app', 'import-direction', `${updater}/core/plan.ts:2`],
  ['import-direction-core-to-shared-http', 'import-direction', `${updater}/core/plan.ts:1`],
  ['import-direction-git-to-registry', 'import-direction', `${shared}/git/two.ts:1`],
  ['import-direction-image-to-policy', 'import-direction', `${shared}/image/two.ts:1`],
  ['import-direction-past-the-index', 'import-direction', `${shared}/image/two.test.ts:1`],
  ['import-direction-server-to-adapters', 'import-direction', `${updater}/server/serve.ts:3`],
  ['import-direction-to-tests', 'import-direction', `${shared}/image/two.ts:1`],
  ['import-direction-unknown-layer', 'import-direction', `${updater}/services/one.ts:1`],
  ['lazy-library', 'lazy-library', `${shared}/aws/a.ts:1`],
  ['listed-library-of-another-folder', 'listed-library', `${shared}/image/a.ts:1`],
  ['listed-library-undeclared', 'listed-library', `${updater}/cli/a.ts:1`],
  ['parameter-count', 'parameter-count', 'test/kit/src/fake/a.ts:3'],
  ['pure-code-clock', 'pure-code', `${shared}/policy/a.ts:2`],
  ['pure-code-fetch', 'pure-code', `${shared}/policy/a.ts:3`],
  ['pure-code-in-core', 'pure-code', `${updater}/core/a.ts:2`],
  ['pure-code-new-date', 'pure-code', `${shared}/policy/a.ts:2`],
  ['pure-code-node-module', 'pure-code', `${shared}/policy/a.ts:1`],
  ['pure-code-process', 'pure-code', `${shared}/policy/a.ts:3`],
  ['pure-code-random', 'pure-code', `${shared}/policy/a.ts:2`],
  ['pure-code-timer', 'pure-code', `${shared}/policy/a.ts:2`],
];

describe('a planted violation', () => {
  it.each(planted)('%s is found, and nothing else', async (tree, rule, place) => {
    const found = await violationsIn(tree);
    expect(found.map((each) => [each.rule, `${each.file}:${each.line}`])).toEqual([[rule, place]]);
  });

  it('exists for every rule, and every tree is listed', async () => {
    expect([...new Set(planted.map(([, rule]) => rule))].sort()).toEqual(Object.keys(rules).sort());
    const listed = ['clean', ...planted.map(([tree]) => tree)];
    expect((await readdir(fixtures)).sort()).toEqual(listed.sort());
  });
});

describe('the clean tree', () => {
  it('breaks no rule', async () => {
    expect(await violationsIn('clean')).toEqual([]);
  });
});

async function violationsIn(fixture: string): Promise<readonly Violation[]> {
  const tree = await readSourceTree(`${fixtures}${fixture}`);
  return Object.values(rules).flatMap((rule) => rule(tree));
}
