import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '@towline/shared/errors';
import { matchesAntPattern } from '../../core/pipeline/ant-pattern.js';
import type { TestReport } from '../../core/run/workshop.js';

/** Which reports are wanted. */
export interface ReportQuery {
  readonly folder: string;
  /** Ant patterns, with commas between them where there are several. */
  readonly pattern: string;
  /** Older files are of an earlier run. */
  readonly since: number;
}

const largestReport = 8 * 1024 * 1024;
const mostReports = 10_000;
/** File systems keep times as coarse as this. */
const coarsestMs = 2_000;

/** The files of a folder that fit. Links are not followed, and nothing below `.git` is looked at. */
export async function findReports(
  { folder, pattern, since }: ReportQuery,
  signal: AbortSignal,
): Promise<readonly TestReport[]> {
  const patterns = pattern.split(',').map((each) => each.trim().replace(/^\.\//, ''));
  const found: TestReport[] = [];
  const visit = async (path: string): Promise<void> => {
    signal.throwIfAborted();
    for (const entry of await entriesOf(join(folder, path))) {
      const here = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory() && here !== '.git') await visit(here);
      if (!entry.isFile() || !patterns.some((each) => matchesAntPattern(each, here))) continue;
      const { size, mtimeMs } = await stat(join(folder, here));
      if (mtimeMs + coarsestMs < since || size > largestReport || found.length >= mostReports) continue;
      found.push({ path: here, text: await readFile(join(folder, here), 'utf8') });
    }
  };
  for (const start of new Set(patterns.map(fixedFolder))) await visit(start);
  return [...new Map(found.map((each) => [each.path, each])).values()];
}

/** The folders that a pattern names without a wildcard: nothing else need be looked at. */
function fixedFolder(pattern: string): string {
  const folders = pattern.split('/').slice(0, -1);
  const wild = folders.findIndex((each) => /[*?]/.test(each));
  return folders.slice(0, wild < 0 ? undefined : wild).join('/');
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}
