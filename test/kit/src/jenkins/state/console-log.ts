/** A part of a log: bytes that stand there so many times. */
interface Part {
  readonly bytes: Buffer;
  readonly times: number;
}

/** The log of a build as Jenkins keeps it: raw bytes with LF and console notes. Parts that repeat cost no memory. */
export interface ConsoleLog {
  readonly size: number;
  append(text: string, times?: number): void;
  /** The raw bytes from an offset on, as far as they are there now. */
  read(from: number): Iterable<Buffer>;
  /** Loses the end of the log, as a crash before the bytes reached the disk does. */
  truncate(size: number): void;
}

/** An empty {@link ConsoleLog}. */
export function createConsoleLog(): ConsoleLog {
  let parts: Part[] = [];
  let size = 0;
  function* read(from: number): Generator<Buffer> {
    let start = 0;
    for (const { bytes, times } of [...parts]) {
      for (let index = 0; index < times; index += 1) {
        const end = start + bytes.length;
        if (end > from) yield bytes.subarray(Math.max(0, from - start));
        start = end;
      }
    }
  }
  return {
    get size() {
      return size;
    },
    append(text, times = 1) {
      const bytes = Buffer.from(text);
      parts.push({ bytes, times });
      size += bytes.length * times;
    },
    read,
    truncate(wanted) {
      const kept = Buffer.concat([...read(0)]).subarray(0, wanted);
      parts = [{ bytes: kept, times: 1 }];
      size = kept.length;
    },
  };
}

/** The annotations that plugins hide in a log: Jenkins takes them out of every text that it serves. */
const consoleNote = new RegExp(`${String.fromCharCode(27)}\\[8mha:[A-Za-z0-9+/=]*${String.fromCharCode(27)}\\[0m`, 'g');

/** A piece of a log as it is served as text. */
export function withoutNotes(raw: Buffer): string {
  return raw.toString('utf8').replace(consoleNote, '');
}
