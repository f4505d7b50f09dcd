import type { Difference } from './difference.js';

/** Where we decide otherwise about what is written. */
export const planDifferences: readonly Difference[] = [
  {
    id: 'plan-before-delivery',
    program: 'argocd-image-updater',
    theirs: 'Images are counted when their Application was written: where a push fails, none was updated.',
    ours: 'A plan says what is to change; what became of the push is told beside it.',
    reason: 'A plan can be read before anything is written.',
    switchable: false,
    vectors: { fn: 'update.application', cases: /Update_app_w\/_GitHub_App_creds$/ },
  },
  {
    id: 'value-in-git',
    program: 'argocd-image-updater',
    theirs: 'An image is updated where what is live differs from the newest.',
    ours: 'It is updated where what Git holds differs from the newest; what is live counts where Git holds nothing yet.',
    reason: 'Git says what is wanted; what is live is behind it while a rollout is under way, or when it fails.',
    switchable: true,
  },
  {
    id: 'no-downgrade',
    program: 'argocd-image-updater',
    theirs: 'The newest tag that is there is written, also where what is deployed is newer.',
    ours: 'That is refused where the policy itself puts the deployed one higher, unless `allow-downgrade` is set.',
    reason: 'A newest image that was deleted, or a tag list that is not complete, must not roll anything back.',
    switchable: true,
  },
  {
    id: 'wait-for-platforms',
    program: 'argocd-image-updater',
    theirs: 'Platforms are looked at by `newest-build` and `digest` only, and an image that lacks them is passed over.',
    ours: 'They are looked at by every strategy where any are declared, and what the chosen image lacks is waited for.',
    reason: 'The other platforms of a build arrive minutes later; an older image is no substitute.',
    switchable: true,
  },
  {
    id: 'first-live-image',
    program: 'argocd-image-updater',
    theirs: 'Two aliases on one repository are both compared with the first of its live images.',
    ours: 'Each is compared with what its own place in Git holds.',
    reason: 'The second alias would be reported and written as an update of the first.',
    switchable: true,
  },
  {
    id: 'pinned-by-hand',
    program: 'argocd-image-updater',
    theirs: 'A digest behind the live tag counts as another version, so that the tag alone is written.',
    ours: 'A digest that somebody wrote behind the tag that is wanted is left alone.',
    reason: 'It names the same image more precisely.',
    switchable: true,
  },
  {
    id: 'one-place-two-values',
    program: 'argocd-image-updater',
    theirs:
      'Of two Applications or images that write one place, the last one wins, and the other one in the next cycle.',
    ours: 'Both are refused, and told of each other.',
    reason: 'The manifest would change back and forth for ever.',
    switchable: true,
  },
  {
    id: 'living-pull-request',
    program: 'argocd-image-updater',
    theirs: 'Each set of changes has a branch and a pull request of its own; earlier ones stay open.',
    ours: 'A target has one branch and one request, which is kept up to date.',
    reason: 'Whoever reviews should find one request, and nothing that is outdated.',
    switchable: true,
  },
];
