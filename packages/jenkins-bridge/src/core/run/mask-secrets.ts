import type { Secret } from '@towline/shared/secret';

/** Shorter ones are not looked for: they would take letters out of every line. */
const shortest = 4;

/** Takes secrets out of lines, as Jenkins does: each of their lines becomes `****`. */
export function createMask(secrets: readonly Secret[]): (line: string) => string {
  const texts = secrets.flatMap((secret) => secret.reveal().split(/\r?\n/)).filter((text) => text.length >= shortest);
  // A secret that holds another one goes first.
  const ordered = [...new Set(texts)].sort((a, b) => b.length - a.length);
  return (line) => ordered.reduce((masked, text) => masked.replaceAll(text, '****'), line);
}
