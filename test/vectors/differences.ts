import { applicationDifferences } from './application-differences.js';
import type { Difference } from './difference.js';
import { eventDifferences } from './event-differences.js';
import { fluxWriteDifferences } from './flux-write-differences.js';
import { hostDifferences } from './host-differences.js';
import { liveDifferences } from './live-differences.js';
import { manifestDifferences } from './manifest-differences.js';
import { planDifferences } from './plan-differences.js';
import { registryDifferences } from './registry-differences.js';

/** Every difference there is, in the order of docs/reference/differences.md. */
export const differences: readonly Difference[] = [
  {
    id: 'latest-unknown',
    program: 'argocd-image-updater',
    theirs: '`latest` is a tag like any other: `alphabetical` and `newest-build` choose it.',
    ours: 'Where a listing has no digests, `latest` is left out, unless `digest` follows it.',
    reason: 'A manifest that says `latest` does not say what runs, and does not change when the image does.',
    switchable: true,
  },
  {
    id: 'precise-tag',
    program: 'argocd-image-updater',
    theirs: 'Of several tags on one image, the last one in byte order is written.',
    ours: 'The most precise one is written: a full commit ID, a full version, the longest other name; `latest`, a branch or `1.2` only where there is no other.',
    reason: 'A name that moves tells nobody what was deployed, and cannot be rolled back to.',
    switchable: true,
  },
  {
    id: 'equal-versions',
    program: 'argocd-image-updater',
    theirs: 'Of `v1`, `1.0` and `1.0.0`, which are one version, `v1` is chosen: the last in byte order.',
    ours: '`1.0.0` is chosen.',
    reason: 'The shorter ones move on with the next release.',
    switchable: true,
  },
  {
    id: 'bad-patterns',
    program: 'argocd-image-updater',
    theirs:
      'An unreadable `allow-tags` matches nothing, an unreadable pattern of `ignore-tags` is passed over; the log says so.',
    ours: 'The policy is refused, with every finding and its position.',
    reason: 'An ignore pattern that ignores nothing lets through what somebody meant to keep out.',
    switchable: true,
  },
  {
    id: 'all-platforms',
    program: 'argocd-image-updater',
    theirs: 'An image that has one of the platforms will do.',
    ours: 'An image must have all of them.',
    reason: 'Between the pushes of a multi-platform build, a tag may name an image of one platform only.',
    switchable: true,
  },
  {
    id: 'bad-constraint-unseen',
    program: 'argocd-image-updater',
    theirs: 'A constraint is read when there is a version to hold against it; before, it may be anything.',
    ours: 'It is read with the policy.',
    reason: 'A mistake should show on the day it is made.',
    switchable: false,
  },
  {
    id: 'constraint-comma',
    program: 'argocd-image-updater',
    theirs:
      'In `image-list`, the comma of `web=nginx:>=1.0,<2.0` ends the image: the second half becomes an image called `<2.0`.',
    ours: 'What begins with an operator continues the constraint.',
    reason: 'No image can be called so, and the comma is a part of the constraint language.',
    switchable: true,
  },
  {
    id: 'constraint-alias',
    program: 'argocd-image-updater',
    theirs: '`nginx:>=1.0` without alias is read as the image `1.0` with the alias `nginx:>`.',
    ours: 'It is read as nginx with the constraint `>=1.0`.',
    reason: 'An alias has no operators.',
    switchable: true,
  },
  {
    id: 'constraint-port',
    program: 'argocd-image-updater',
    theirs: '`localhost:5000/web:^1` is read as the image `localhost` with the constraint `5000/web:^1`.',
    ours: 'It is read as `web` of `localhost:5000` with the constraint `^1`.',
    reason: 'The colon of a constraint stands after the last slash.',
    switchable: false,
  },
  {
    id: 'upper-case',
    program: 'argocd-image-updater',
    theirs: '`Acme/web` is read as the image `web` of a host `Acme`, `ghcr.io/Acme/web` as it stands.',
    ours: 'Both are refused, and the lower-case spelling is named.',
    reason: 'No registry may hold such a name, and no host is called so.',
    switchable: false,
  },
  {
    id: 'range-after-or',
    program: 'argocd-image-updater',
    theirs: '`1.x||2 - 3` is refused, `1.x || 2 - 3` is not.',
    ours: 'Both are read.',
    reason: 'White space around `||` means nothing elsewhere.',
    switchable: false,
  },
  {
    id: 'build-after-push',
    program: 'argocd-image-updater',
    theirs: 'A build time later than the push counts as it stands.',
    ours: 'It counts as the time of the push, where the registry tells that time.',
    reason: 'The clock of the build ran ahead; that must not keep an image the newest for ever.',
    switchable: false,
  },
  {
    id: 'numbers-one-bad',
    program: 'flux',
    theirs: 'One tag that is not a number fails a numerical policy.',
    ours: 'That tag is left out, with the reason.',
    reason: 'One stray push would stop all updates.',
    switchable: false,
    vectors: { fn: 'policy_selection', cases: /^(?:num-invalid|num-empty-extract|docs-main-ts-loose-nonnumeric)$/ },
  },
  {
    id: 'numbers-exact',
    program: 'flux',
    theirs: 'Numbers are 64-bit floats: from about 16 digits on, different numbers are equal.',
    ours: 'Numbers are exact, whatever their length.',
    reason: 'Time stamps with a build number are that long.',
    switchable: false,
    vectors: { fn: 'policy_selection', cases: /^num-large-ints$/ },
  },
  {
    id: 'numbers-names',
    program: 'flux',
    theirs: 'Hexadecimal floats, `Inf` and `NaN` are numbers.',
    ours: 'They are names.',
    reason: 'No tag is meant so.',
    switchable: false,
    vectors: { fn: 'policy_selection', cases: /^num-hexfloat$/ },
  },
  {
    id: 'ties-flap',
    program: 'flux',
    theirs: 'With `filterTags`, tags with equal keys are chosen in an order that differs from run to run.',
    ours: 'The first tag in byte order is chosen; of equal versions, the last key.',
    reason: 'A choice that changes by itself makes commits by itself.',
    switchable: false,
  },
  {
    id: 'latest-and-short-versions',
    program: 'flux',
    theirs: '`latest` is a tag like any other; `1.0` and `1` are no versions.',
    ours: '`latest` as above; `1.0` and `1` are versions, of which `1.0.0` is preferred.',
    reason: 'One language of versions for all sources of policies.',
    switchable: true,
  },
  ...applicationDifferences,
  ...manifestDifferences,
  ...planDifferences,
  ...liveDifferences,
  ...hostDifferences,
  ...registryDifferences,
  ...fluxWriteDifferences,
  ...eventDifferences,
];
