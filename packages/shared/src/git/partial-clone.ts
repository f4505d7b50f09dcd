/**
 * Tells git that what is missing is missing on purpose, for the commands that must know. Were it written into the mirror, or given to
 * all commands, git would fetch every object that it misses by itself, each with a round trip of its own.
 */
export const partialClone = partialCloneOf('blob:none');

/** What a fetch leaves out: file contents, or folders as well, so that commits alone are left. */
export type ObjectFilter = 'blob:none' | 'tree:0';

/** {@link partialClone} for a filter. */
export function partialCloneOf(filter: ObjectFilter): readonly (readonly [key: string, value: string])[] {
  return [
    ['remote.origin.promisor', 'true'],
    ['remote.origin.partialclonefilter', filter],
  ];
}
