const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  ki: 2 ** 10,
  kib: 2 ** 10,
  mi: 2 ** 20,
  mib: 2 ** 20,
  gi: 2 ** 30,
  gib: 2 ** 30,
};

/** A size such as `64KiB`, `64Ki`, `10MB` or `1024` in bytes; undefined where it is none. */
export function parseByteSize(text: string): number | undefined {
  const parts = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text);
  const factor = factors[parts?.[2]?.toLowerCase() ?? '?'];
  const bytes = factor === undefined ? undefined : Number(parts?.[1]) * factor;
  return bytes !== undefined && Number.isSafeInteger(bytes) ? bytes : undefined;
}
