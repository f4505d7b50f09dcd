import { memoryUsage } from 'node:process';
import { setFlagsFromString } from 'node:v8';

/** What the process may hold before V8 is told to save memory. */
const enoughBytes = 224 * 2 ** 20;
/** What it needs more than this for is no garbage: collecting it again and again took half of a pass over 5,000 repositories. */
const inUseBytes = 256 * 2 ** 20;
const lookEveryMs = 200;

/** What a {@link memorySaver} sees and does. */
export interface MemorySaverParts {
  /** Bytes that the process holds. */
  readonly held: () => number;
  readonly setFlags: (flags: string) => void;
}

/**
 * Has V8 collect garbage sooner from the moment on that the process holds much. V8 lets garbage pile up to twice of what is in use, and buffers
 * by 64 MB besides: a pass over 1,500 repositories held 280 MB for 100 that it used. To save from the start would cost small passes
 * time for nothing, and to go on where it does not help costs large ones more. Gives the function that looks, which tells whether to look on.
 */
export function memorySaver({ held, setFlags }: MemorySaverParts): () => boolean {
  let saves = false;
  return () => {
    const bytes = held();
    if (!saves && bytes > enoughBytes) {
      saves = true;
      setFlags('--optimize-for-size');
    }
    if (bytes <= inUseBytes) return true;
    setFlags('--no-optimize-for-size');
    return false;
  };
}

/** {@link memorySaver} for this process as long as it lives. It keeps no process alive. */
export function saveMemory(): void {
  const look = memorySaver({ held: memoryUsage.rss, setFlags: setFlagsFromString });
  const timer = setInterval(() => {
    if (!look()) clearInterval(timer);
  }, lookEveryMs).unref();
}
