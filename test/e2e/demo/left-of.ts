import { type ListedProcess, listProcesses } from '../../demo/stage/list-processes.js';
import type { DemoLine } from './demo-line.js';

/** The processes of a demo that are there: those of the groups of its parts, those of its folder, and whatever got its environment. */
export function leftOf(lines: readonly DemoLine[]): readonly ListedProcess[] {
  const groups = new Set(lines.flatMap((line) => (line.kind === 'part' ? [line.pid] : [])));
  const folder = lines.flatMap((line) =>
    line.kind === 'note' ? (/kept in (\S+),/.exec(line.text)?.[1] ?? []) : [],
  )[0];
  if (folder === undefined) throw new Error('the demo does not say where it keeps everything');
  return listProcesses().filter(
    ({ group, ...texts }) =>
      groups.has(group) || [texts.command, texts.folder, texts.environment].some((text) => text.includes(folder)),
  );
}
