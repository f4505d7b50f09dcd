import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readYaml } from '@towline/shared/yaml';
import type { BareRepository } from '@towline/test-kit/git';

/** Files by their paths. */
export type Tree = ReadonlyMap<string, string>;

/** A text with its placeholders filled in. */
export function fill(text: string, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((filled, [name, value]) => filled.replaceAll(name, value), text);
}

/** The documents of a YAML text. */
export function yamlValues(text: string): readonly unknown[] {
  return readYaml(text).map(({ value }) => value);
}

/** The files below a folder of this machine; none where there is no such folder. */
export function readTree(folder: string): Tree {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

/** The files of a branch, all of them. */
export async function readBranch(repository: BareRepository, branch = 'main'): Promise<Tree> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-branch-'));
  try {
    const index = { GIT_INDEX_FILE: `${folder}.index` };
    await repository.git([`--work-tree=${folder}`, 'checkout', '--quiet', '--force', branch, '--', '.'], {
      env: index,
    });
    return readTree(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}.index`, { force: true });
  }
}
