import * as z from 'zod';

/** A setting that is a text. */
export const text = () => z.string();

/** The short spellings of a setting: a flag, its own variable, and the variables by which argocd-image-updater knows it. */
export function named(flag: string, ...otherVariables: readonly string[]): z.GlobalMeta {
  const variable = `TOWLINE_${flag.replaceAll('-', '_').toUpperCase()}`;
  return { 'x-flag': flag, 'x-variable': variable, 'x-other-variables': otherVariables };
}
