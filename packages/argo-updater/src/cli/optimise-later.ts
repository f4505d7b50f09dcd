import { setFlagsFromString } from 'node:v8';

/** In bytes of bytecode that a function runs through. V8's own number is half of that. */
const budget = 250_000;

/**
 * Has V8 wait for longer before it optimises a function. A pass is over within seconds, and a fifth of its CPU went into code that it hardly came
 * to use; what runs for longer is optimised just the same. Only where it was measured: later versions of Node have one more compiler, and V8
 * complains aloud of a flag that it knows no longer.
 */
export function optimiseLater(): void {
  if (process.version.startsWith('v20.')) setFlagsFromString(`--interrupt-budget=${budget}`);
}
