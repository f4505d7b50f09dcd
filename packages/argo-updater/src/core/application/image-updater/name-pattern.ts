import { matchesGlob, parseGlob } from '@towline/shared/policy';

/** The test that a name pattern stands for, with the meaning of Go's `filepath.Match`; undefined where it is malformed. */
export function compileNamePattern(pattern: string): ((name: string) => boolean) | undefined {
  const glob = parseGlob(pattern);
  return glob && ((name) => matchesGlob(glob, name));
}
