import { resolveImport } from '../model/resolve-import.js';
import type { SourceTree } from '../model/source-tree.js';
import type { Rule, Violation } from './violation.js';

/** An import between files. */
interface Edge {
  readonly to: string;
  readonly line: number;
}

/** No file imports itself by way of others, types included. Reports each cycle once, at the import that closes it. */
export const importCycle: Rule = (tree) => {
  const graph = edgesOf(tree);
  const done = new Set<string>();
  const violations: Violation[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    for (const { to, line } of graph.get(file) ?? []) {
      const start = path.indexOf(to);
      if (start >= 0) {
        const message = `imports go round: ${[...path.slice(start), to].join(' → ')}`;
        violations.push({ rule: 'import-cycle', file, line, message });
      } else if (!done.has(to)) visit(to, [...path, to]);
    }
    done.add(file);
  };
  for (const file of graph.keys()) if (!done.has(file)) visit(file, [file]);
  return violations;
};

function edgesOf({ files, packages }: SourceTree): ReadonlyMap<string, readonly Edge[]> {
  const known = new Set(files.map((file) => file.path));
  return new Map(
    files.map((file) => {
      const edges = file.imports.flatMap(({ specifier, line }): Edge[] => {
        const target = resolveImport(packages, file.path, specifier);
        const to = target.kind === 'file' ? target.path : target.kind === 'workspace' ? target.source : undefined;
        return to !== undefined && known.has(to) ? [{ to, line }] : [];
      });
      return [file.path, edges];
    }),
  );
}
