import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { allowed } from './allowed.js';
import { readSourceTree, type SourceTree } from './model/source-tree.js';
import { compareExports, publishedExports } from './published-exports.js';
import { rules } from './rules/all-rules.js';
import { applyAllowances } from './rules/allowance.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const exportsFile = fileURLToPath(new URL('exports.json', import.meta.url));

describe('the architecture of this tree', () => {
  let tree: SourceTree;
  beforeAll(async () => {
    tree = await readSourceTree(root);
  });

  it.each(Object.keys(rules))('keeps the rule %s', (name) => {
    const violations = applyAllowances(
      rules[name]?.(tree) ?? [],
      allowed.filter(({ rule }) => rule === name),
    );
    expect(violations.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
  });

  it('allows exceptions to rules that exist only', () => {
    expect(allowed.filter(({ rule }) => !Object.hasOwn(rules, rule))).toEqual([]);
  });

  it('publishes the names of exports.json and no others (UPDATE_EXPORTS=1 rewrites it)', async () => {
    const published = publishedExports(tree);
    if (process.env.UPDATE_EXPORTS === '1') await writeFile(exportsFile, `${JSON.stringify(published, null, 2)}\n`);
    const listed = z.array(z.string()).parse(JSON.parse(await readFile(exportsFile, 'utf8')));
    expect(compareExports(listed, published)).toEqual({ unlisted: [], gone: [] });
  });
});
