import type { Difference } from './difference.js';

/** Where we write the marked values of Flux, and messages, otherwise. */
export const fluxWriteDifferences: readonly Difference[] = [
  {
    id: 'setters-in-lists',
    program: 'flux',
    theirs: 'A marked value in a `kind: List` is written to a new file beside it, and the list keeps the old one.',
    ours: 'It is changed where it stands.',
    reason: 'The list is what gets applied.',
    switchable: false,
    vectors: { fn: 'setter_updates', cases: /^list-kind$/ },
  },
  {
    id: 'setters-internal-annotations',
    program: 'flux',
    theirs: 'An object with the annotation `internal.config.kubernetes.io/path` stops the whole run.',
    ours: 'It is an object like any other.',
    reason: 'One file must not keep all others from being updated.',
    switchable: false,
    vectors: { fn: 'setter_updates', cases: /^annotations-internal-path$/ },
  },
  {
    id: 'setters-through-links',
    program: 'flux',
    theirs: 'A symbolic link is written through, also out of the repository.',
    ours: 'Links are not written.',
    reason: 'A link must not lead a commit to a file that nobody named.',
    switchable: false,
    vectors: { fn: 'setter_updates', cases: /^symlink-to-nonyaml-inside$/ },
  },
  {
    id: 'template-functions',
    program: 'flux',
    theirs: 'Templates of messages may call all functions of sprig that depend on nothing outside.',
    ours: 'They may call the common ones: not those for hashes, versions, paths, durations and chance.',
    reason: 'A message needs text and lists; what it cannot call is refused by name, before anything is written.',
    switchable: false,
    vectors: { fn: 'commit_messages', cases: /^docs-gerrit$|^sprig-(?:11|13|18|21)-/ },
  },
];
