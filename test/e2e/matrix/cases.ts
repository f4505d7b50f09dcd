import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ClusterObject } from '../world/cluster.js';
import { fill, readTree, type Tree, yamlValues } from '../world/texts.js';

/**
 * One source type with one write target: a folder of `testdata`, called `<source>--<target>`. `GIT`, `REGISTRY` and `DIGEST` in its texts
 * stand for what is known only when the servers run.
 */
export interface MatrixCase {
  readonly name: string;
  /** The objects in the cluster, as YAML: the Application, and before it the Application of Applications where there is one. */
  readonly objects: string;
  /** What is below the folder of the case in the repository. Both are the same where the live Application is written. */
  readonly before: Tree;
  readonly after: Tree;
  /** The spec that the live Application must have in the end, as YAML; undefined where it must stay as it is. */
  readonly live: string | undefined;
}

const root = fileURLToPath(new URL('testdata', import.meta.url));

/** All cases, in the order of their names. */
export function readMatrix(): readonly MatrixCase[] {
  return readdirSync(root).sort().map(readCase);
}

function readCase(name: string): MatrixCase {
  const files = [...readTree(join(root, name))];
  const below = (folder: string): Tree =>
    new Map(files.flatMap(([path, text]) => (path.startsWith(folder) ? [[path.slice(folder.length), text]] : [])));
  const live = files.find(([path]) => path === 'live.yaml')?.[1];
  const before = below('before/');
  const objects = readFileSync(join(root, name, 'application.yaml'), 'utf8');
  return { name, objects, before, after: live === undefined ? below('after/') : before, live };
}

const objectsSchema: z.ZodType<readonly ClusterObject[]> = z.array(
  z.looseObject({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  }),
);

/** The objects of a YAML text. */
export function objectsOf(text: string, places: Readonly<Record<string, string>>): readonly ClusterObject[] {
  return objectsSchema.parse(yamlValues(fill(text, places)));
}

/** The files of all cases in one repository, each case in a folder of its name. */
export function wholeTree(
  cases: readonly MatrixCase[],
  side: 'before' | 'after',
  places: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const files = cases.flatMap((one) =>
    [...one[side]].map(([path, text]) => [`${one.name}/${path}`, fill(text, places)] as const),
  );
  return Object.fromEntries(files);
}
