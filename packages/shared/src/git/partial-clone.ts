/**
 * Tells git that what is missing is missing on purpose, for the commands that must know. Were it written into the mirror, or given to
 * all commands, git would fetch every object that it misses by itself, each with a round trip of its own.
 */
export const partialClone: readonly (readonly [key: string, value: string])[] = [
  ['remote.origin.promisor', 'true'],
  ['remote.origin.partialclonefilter', 'blob:none'],
];
