import { errorCode, errorMessage } from '../../errors/index.js';
import { type Logger, silentLogger } from '../../ports/index.js';
import type { FactCache } from '../facts/digest-facts.js';
import { openFactFile } from './fact-file.js';
import { createFactIndex } from './fact-index.js';
import { formatFactLine } from './fact-line.js';

/** How facts are kept. */
export interface FactCacheOptions {
  /** Made where it does not exist. Several processes may share it. */
  readonly directory: string;
  /** Facts kept. The file may hold twice as many lines before it is tidied. Default 50,000, some 20 MB. */
  readonly maxEntries?: number | undefined;
  readonly log?: Logger | undefined;
}

/** Longer facts are kept in memory only, so that one append is never torn by another. */
const longestLine = 64 * 1024;

/**
 * A {@link FactCache} on disk: one file to which every process appends whole lines, each with its checksum. A line that was torn by a
 * crash, damaged or foreign is passed over, and gone when the file is tidied. What two processes write in the moment of tidying may be
 * lost, which costs a request. Where the disk fails, the cache goes on in memory and says so once.
 */
export function createFactCache({ directory, maxEntries = 50_000, log = silentLogger }: FactCacheOptions): FactCache {
  const file = openFactFile(directory);
  const index = createFactIndex(maxEntries);
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
      const fields = { path: file.path, code: errorCode(error), reason: errorMessage(error) };
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
    async get(digest) {
      await loaded();
      return index.get(digest);
    },
    async put(digest, facts) {
      await loaded();
      index.put(digest, facts);
      const line = formatFactLine(digest, facts);
      if (line.length > longestLine) return;
      pending.push(line);
      // One write at a time; what comes meanwhile goes into the next together.
      writing = writing.then(() => onDisk(flush));
      await writing;
    },
  };
}
