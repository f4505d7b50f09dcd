const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
};
const whole = /^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** A duration as Go writes it (`1h30m`, `90s`, `0`) in milliseconds; undefined where it is none, or negative. */
export function parseGoDuration(text: string): number | undefined {
  const unsigned = text.trim().replace(/^\+/, '');
  if (unsigned === '0') return 0;
  if (!whole.test(unsigned)) return undefined;
  return [...unsigned.matchAll(part)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
}
