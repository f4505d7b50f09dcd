const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
};
const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy;

/** A duration as Go reads it (`1h30m`, `2m0s`, `1.5s`, `+300ms`, `0`) in milliseconds; undefined where it is none. Negative ones are none. */
export function parseDuration(text: string): number | undefined {
  const unsigned = text.startsWith('+') ? text.slice(1) : text;
  if (unsigned === '0') return 0;
  let total = 0;
  let read = 0;
  for (const match of unsigned.matchAll(part)) {
    total += Number(match[1]) * (unitMs[match[2] ?? ''] ?? Number.NaN);
    read += match[0].length;
  }
  return read === unsigned.length && read > 0 ? total : undefined;
}

/** Milliseconds as Go prints a duration: `2m0s`, `1h0m0s`, `1.5s`, `300ms`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1_000) return `${milliseconds}ms`;
  const hours = Math.floor(milliseconds / 3.6e6);
  const minutes = Math.floor((milliseconds % 3.6e6) / 6e4);
  const seconds = (milliseconds % 6e4) / 1_000;
  return [hours > 0 ? `${hours}h` : '', hours > 0 || minutes > 0 ? `${minutes}m` : '', `${seconds}s`].join('');
}
