import type { Paint } from '@towline/shared/cli';

/** An Application with its images, as status shows it. */
export interface ApplicationStatusData {
  readonly application: string;
  readonly sync?: string | undefined;
  readonly health?: string | undefined;
  readonly problems: readonly string[];
  readonly images: readonly ImageStatusData[];
}

/** One image of it. */
export interface ImageStatusData {
  readonly alias: string;
  readonly repository: string;
  readonly state: string;
  readonly deployed?: string | undefined;
  readonly wanted?: string | undefined;
  readonly why: string;
}

const titles = ['APPLICATION', 'IMAGE', 'DEPLOYED', 'WANTED', 'STATE', 'WHY'] as const;

/** A table of Applications, one line an image; what is wrong with an Application stands below it. */
export function statusText(applications: readonly ApplicationStatusData[], paint: Paint): string {
  const rows = applications.flatMap(rowsOf);
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const problems = applications.flatMap(({ application, problems: found }) =>
    found.map((problem) => `${paint.red('✗')} ${application}: ${problem}`),
  );
  return `${[paint.bold(line(titles)), ...rows.map(line), ...problems].join('\n')}\n`;
}

function rowsOf({ application, images, health, sync }: ApplicationStatusData): readonly (readonly string[])[] {
  const live = [sync, health].filter((word) => word !== undefined).join(' ');
  if (images.length === 0) return [[application, '-', '-', '-', live || '-', 'it was not planned yet']];
  return images.map(({ alias, deployed = '-', wanted = '-', state, why }) => {
    return [application, alias, deployed, wanted, live === '' ? state : `${state}, ${live}`, why];
  });
}
