import type { Application, ApplicationSource } from '../application.js';

/** A value file of another source: `$name/path`. */
const referred = /^\$([^/]+)\/(.+)$/s;

/**
 * The source whose repository holds the values of a chart from a Helm repository: the last one that its value files refer to. Undefined
 * where they refer to none.
 */
export function valuesSource(
  application: Application,
  { chart, helm }: ApplicationSource,
): ApplicationSource | undefined {
  const { sources } = application;
  if (!chart || sources.kind !== 'multiple') return undefined;
  const names = (helm?.valueFiles ?? []).flatMap((file) => referred.exec(file)?.[1] ?? []);
  const last = names.at(-1);
  return last === undefined ? undefined : sources.sources.find(({ ref }) => ref === last);
}

/** The value files of a chart that are in {@link valuesSource}, from the root of its repository, in the order in which Helm reads them. */
export function chartValuesFiles(application: Application, source: ApplicationSource): readonly string[] | undefined {
  const home = valuesSource(application, source);
  const files = (source.helm?.valueFiles ?? []).filter((file) => referred.exec(file)?.[1] === home?.ref);
  return home === undefined ? undefined : files.map(valueFileOf);
}

/** A value file as a path of its repository: what follows `$name/` starts at the root. */
export function valueFileOf(text: string): string {
  const [, , path] = referred.exec(text) ?? [];
  return path === undefined ? text : `/${path}`;
}
