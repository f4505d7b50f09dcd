import { errorCode, errorMessage } from '../../errors/index.js';
import type { Logger } from '../../ports/index.js';
import { openLineFile } from './line-file.js';
import type { LineForm } from './line-form.js';
import { createLineIndex } from './line-index.js';

/** Values by name that outlive the process. */
export interface KeptLines<Value> {
  get(name: string): Promise<Value | undefined>;
  put(name: string, value: Value): Promise<void>;
}

/** Where and how values are kept. */
export interface KeptLinesOptions<Value> {
  readonly path: string;
  readonly form: LineForm<Value>;
  /** Values kept. The file may hold twice as many lines before it is tidied. */
  readonly maxEntries: number;
  readonly log: Logger;
}

/** Longer lines are kept in memory only, so that one append is never torn by another. */
const longestLine = 64 * 1024;

/**
 * One file to which every process appends whole lines, each with its checksum. A line that was torn by a crash, damaged or foreign is
 * passed over, and gone when the file is tidied. What two processes write in the moment of tidying may be lost, which costs a request.
 * Where the disk fails, everything goes on in memory and says so once.
 */
export function createKeptLines<Value extends object>(options: KeptLinesOptions<Value>): KeptLines<Value> {
  const { path, form, maxEntries, log } = options;
  const file = openLineFile(path);
  const index = createLineIndex(form, maxEntries);
  let linesInFile = 0;
  let diskWorks = true;
  let pending: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  let loading: Promise<void> | undefined;

  const onDisk = async (work: () => Promise<void>): Promise<void> => {
    if (!diskWorks) return;
    try {
      await work();
    } catch (error) {
      diskWorks = false;
      const fields = { path, code: errorCode(error), reason: errorMessage(error) };
      log.warn(fields, 'The cache of facts is kept in memory only, since the disk failed');
    }
  };
  const load = async () => {
    const lines = await file.read();
    linesInFile = lines.length;
    index.add(lines);
  };
  const flush = async () => {
    if (pending.length === 0) return;
    const lines = pending;
    pending = [];
    await file.append(lines);
    linesInFile += lines.length;
    if (linesInFile <= 2 * maxEntries) return;
    await load();
    const kept = index.lines();
    await file.replace(kept);
    linesInFile = kept.length;
  };
  const loaded = () => {
    loading ??= onDisk(load);
    return loading;
  };

  return {
    async get(name) {
      await loaded();
      return index.get(name);
    },
    async put(name, value) {
      await loaded();
      index.put(name, value);
      const line = form.format(name, value);
      if (line.length > longestLine) return;
      pending.push(line);
      // One write at a time; what comes meanwhile goes into the next together.
      writing = writing.then(() => onDisk(flush));
      await writing;
    },
  };
}
