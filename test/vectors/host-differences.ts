import type { Difference } from './difference.js';

/** Where we push and open pull requests otherwise. */
export const hostDifferences: readonly Difference[] = [
  {
    id: 'request-words',
    program: 'argocd-image-updater',
    theirs: 'A pull request without a commit message says that argocd-image-updater made it.',
    ours: 'It says that argo-updater did.',
    reason: 'Whoever reviews should know whom to ask.',
    switchable: false,
    vectors: {
      fn: 'pr.build',
      cases: /empty_commit_message|labels_are_carried|unsupported_PR_provider/,
    },
  },
  {
    id: 'github-path',
    program: 'argocd-image-updater',
    theirs: 'Of `github.com/org/repo/extra/path.git` the first two parts are taken for owner and repository.',
    ours: 'It is refused.',
    reason: 'GitHub has no repository at that address; the request would be opened at another one.',
    switchable: false,
    vectors: { fn: 'pr.githubOwnerRepo', cases: /extra_path_segments/ },
  },
  {
    id: 'branch-forced',
    program: 'argocd-image-updater',
    theirs: 'A branch beside the base is made anew from the base and pushed by force.',
    ours: 'Where it exists it is planned upon and moved forward; only the branch of a pull request, which is ours alone, is replaced.',
    reason: 'People may have worked on it.',
    switchable: false,
    vectors: { fn: 'git.commitFlow', cases: /different_than_base_branch/ },
  },
];
