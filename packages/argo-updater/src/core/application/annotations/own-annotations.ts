import type { AnnotationRow } from './annotation-spec.js';

const text = { kind: 'text' } as const;
const boolean = { kind: 'boolean' } as const;
const list = { kind: 'list' } as const;
const application = ['application'] as const;
const image = ['image'] as const;
const both = ['application', 'image'] as const;

/** Our own additions. */
export const ownAnnotations: readonly AnnotationRow[] = [
  {
    name: 'compat',
    scopes: application,
    type: { kind: 'enum', values: ['argocd-image-updater', 'none'] },
    default: 'none',
    meaning: '`argocd-image-updater` turns off every deliberate difference.',
  },
  {
    name: 'allow-downgrade',
    scopes: both,
    type: boolean,
    default: 'false',
    meaning: 'Whether a lower version than the deployed one may be written.',
  },
  {
    name: 'pin',
    scopes: both,
    type: { kind: 'enum', values: ['none', 'digest'] },
    default: 'none',
    meaning: '`digest` writes `name:tag@digest`.',
  },
  {
    name: 'platforms',
    scopes: application,
    type: list,
    default: '',
    meaning: 'Platforms that every image must have, where the image does not say otherwise.',
  },
  {
    name: 'extract',
    scopes: both,
    type: text,
    default: '',
    meaning: 'What of a tag is ordered: a template over the groups of the pattern in `allow-tags`, such as `$ts`.',
  },
  {
    name: 'order',
    scopes: both,
    type: { kind: 'enum', values: ['asc', 'desc'] },
    default: 'asc',
    meaning: 'The direction of `alphabetical` and `numerical`; the last one wins, so `asc` takes the greatest.',
  },
  {
    name: 'commit-repository',
    scopes: both,
    type: text,
    default: 'the source label of the image',
    meaning: 'The source repository whose history orders the images of the `commit` strategy.',
  },
  {
    name: 'commit-branch',
    scopes: both,
    type: text,
    default: 'the default branch',
    meaning: 'The branch that a commit must be on.',
  },
  {
    name: 'commit-pattern',
    scopes: both,
    type: { kind: 'pattern' },
    default: 'a full or short commit id anywhere in the usual forms',
    meaning: 'An RE2 pattern whose group `sha` is the commit id in a tag.',
  },
  {
    name: 'hold',
    scopes: both,
    type: list,
    default: '',
    meaning: 'Tags that are not written, separated by commas; `true` holds everything, `false` nothing.',
  },
  {
    name: 'hold-until',
    scopes: both,
    type: text,
    default: 'until the hold is taken away',
    meaning: 'When `hold` ends: `2026-12-24`, or `2026-12-24T18:00:00Z`.',
  },
  {
    name: 'hold-reason',
    scopes: both,
    type: text,
    default: '',
    meaning: 'Why `hold` is there; `explain` and `status` show it.',
  },
  {
    name: 'release',
    scopes: both,
    type: list,
    default: '',
    meaning:
      'Tags that are written although a revert holds them, or commits whose revert does not count, separated by commas. A commit lets go once; a tag for good.',
  },
  {
    name: 'on-failure',
    scopes: application,
    type: { kind: 'enum', values: ['none', 'revert'] },
    default: 'none',
    meaning:
      '`revert`: what was written and fails in the cluster is taken back by a commit of its own, and held until something newer appears.',
  },
  {
    name: 'last-outcome',
    scopes: application,
    type: text,
    default: '',
    meaning: 'Written by argo-updater itself: what became of the last delivery, so that a failure is told once.',
  },
  {
    name: 'interval',
    scopes: application,
    type: { kind: 'duration' },
    default: 'that of the setting `live.interval`',
    meaning:
      'How often the image repositories are looked at, such as `10m`; of Applications that share one, the shortest.',
  },
  {
    name: 'cosign-key',
    scopes: both,
    type: text,
    default: '',
    meaning: '`secret/key`: the public key, in a secret beside the Application, that must have signed the image.',
  },
  {
    name: 'plugin.image-name',
    scopes: image,
    type: text,
    default: '',
    meaning: 'The environment variable of the plugin that holds the name of the image.',
  },
  {
    name: 'plugin.image-tag',
    scopes: image,
    type: text,
    default: '',
    meaning: 'The environment variable of the plugin that holds the tag of the image.',
  },
  {
    name: 'plugin.image-spec',
    scopes: image,
    type: text,
    default: '',
    meaning: 'The environment variable of the plugin that holds name and tag together.',
  },
  {
    name: 'pull-request',
    scopes: application,
    type: { kind: 'enum', values: ['github', 'gitlab'] },
    default: '',
    meaning: 'Open a pull or merge request instead of pushing to the branch.',
  },
  { name: 'pull-request-labels', scopes: application, type: list, default: '', meaning: 'Labels of the request.' },
  {
    name: 'pull-request-reviewers',
    scopes: application,
    type: list,
    default: '',
    meaning: 'Who is asked for a review.',
  },
  {
    name: 'pull-request-auto-merge',
    scopes: application,
    type: boolean,
    default: 'false',
    meaning: 'Ask the host to merge the request when its checks pass.',
  },
];
