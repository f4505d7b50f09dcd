import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The parts of a package.json that the rules judge. */
export interface PackageManifest {
  /** From the root of the tree: `packages/shared`. */
  readonly folder: string;
  /** What the others import it by. */
  readonly name: string;
  readonly dependencies: readonly string[];
  /** Entry of the `exports` map (`.`, `./image`) → its source file. `./*` stands as it is written. */
  readonly entries: ReadonlyMap<string, string>;
}

const schema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  exports: z.record(z.string(), z.union([z.string(), z.object({ default: z.string() })])).default({}),
});

/** The manifest in a folder, as a list of one; empty where there is none. */
export async function readManifest(root: string, folder: string): Promise<readonly PackageManifest[]> {
  const text = await readFile(join(root, folder, 'package.json'), 'utf8').catch(missingIsUndefined);
  if (text === undefined) return [];
  const { dependencies, exports } = schema.parse(JSON.parse(text));
  const entries = Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'string' ? [] : [[entry, sourceOf(folder, target.default)] as const],
  );
  const name = folder === 'test/kit' ? '@towline/test-kit' : `@towline/${folder.slice('packages/'.length)}`;
  return [{ folder, name, dependencies: Object.keys(dependencies), entries: new Map(entries) }];
}

function sourceOf(folder: string, built: string): string {
  return `${folder}/${built.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts')}`;
}

function missingIsUndefined(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
