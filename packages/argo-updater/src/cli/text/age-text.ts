const units: readonly (readonly [name: string, milliseconds: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** A span of time in its largest whole unit: `3 days`, `1 hour`, `less than a minute`. */
export function ageText(milliseconds: number): string {
  const [name, size] = units.find(([, each]) => milliseconds >= each) ?? [undefined, 1];
  if (name === undefined) return 'less than a minute';
  const count = Math.floor(milliseconds / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
