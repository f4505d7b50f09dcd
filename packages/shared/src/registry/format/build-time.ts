const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?\d*([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * The `created` of a config in milliseconds since the epoch, with what is below a millisecond as a fraction: two builds of the same
 * millisecond keep their order. Undefined where it is absent or no RFC 3339 time.
 */
export function parseBuildTime(text: string | null | undefined): number | undefined {
  const match = rfc3339.exec(text ?? '');
  if (match === null) return undefined;
  const [, date, time, fraction = '', zone = ''] = match;
  const seconds = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(seconds)) return undefined;
  return seconds + Number(fraction.padEnd(9, '0')) / 1e6;
}

/**
 * The latest moment at which an image can have been built that a registry says it received at `pushedAt`. Registries that keep whole
 * seconds cut the rest off, so that a build may seem up to a second younger than its push.
 */
export function latestBuildTime(pushedAt: number): number {
  return pushedAt % 1000 === 0 ? pushedAt + 999.999 : pushedAt;
}
