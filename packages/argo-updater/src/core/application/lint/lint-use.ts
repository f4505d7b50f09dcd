import { ownKey, peerKey } from '../annotations/annotation-key.js';
import type { Finding } from '../finding.js';
import type { ImagePolicy } from '../images/image-policy.js';
import type { ManagedImage } from '../images/managed-image.js';
import type { ApplicationSettings } from '../settings.js';

type Annotations = Readonly<Record<string, string>>;

/** Finds annotations that are well-formed and change nothing, or not what they seem to. */
export function lintUse(
  annotations: Annotations,
  settings: ApplicationSettings,
  images: readonly ManagedImage[],
): readonly Finding[] {
  return [
    ...unusedGit(annotations, settings),
    ...sharedAliases(settings),
    ...unusedOrders(annotations, images),
    ...images.flatMap((image) => lintImage(annotations, image)),
  ];
}

/** Settings of commits beside a method that makes none, and of pull requests where none is opened. */
function unusedGit(annotations: Annotations, { writeBack }: ApplicationSettings): readonly Finding[] {
  const requests = ['pull-request-labels', 'pull-request-reviewers', 'pull-request-auto-merge'].map((name) =>
    ownKey(name),
  );
  const commits = ['write-back-target', 'git-branch', 'git-repository'].map((name) => peerKey(name));
  const set = (keys: readonly string[]) => keys.filter((key) => annotations[key] !== undefined);
  if (writeBack.method === undefined || writeBack.method === 'argocd') {
    const message = 'the write-back method is argocd, which makes no commit';
    const fix = `Set ${peerKey('write-back-method')}: git, or take the annotation out.`;
    return set([...commits, ownKey('pull-request'), ...requests]).map((key) => useless(key, message, fix));
  }
  if (writeBack.gitConfig?.pullRequest) return [];
  const fix = `Set ${ownKey('pull-request')}: github or gitlab, or take the annotation out.`;
  return set(requests).map((key) => useless(key, 'no pull request is opened', fix));
}

function sharedAliases({ images }: ApplicationSettings): readonly Finding[] {
  const aliases = images.map(({ alias }) => alias).filter((alias) => alias !== '');
  const repeated = new Set(aliases.filter((alias, index) => aliases.indexOf(alias) !== index));
  return [...repeated].map((alias) => ({
    code: 'alias-duplicate',
    severity: 'warning',
    at: peerKey('image-list'),
    message: `several images have the alias ${alias}, and so the same settings`,
    fix: 'Give each image an alias of its own.',
  }));
}

function lintImage(annotations: Annotations, image: ManagedImage): readonly Finding[] {
  return [...lintStrategy(image), ...hiddenKeys(annotations, image)];
}

function lintStrategy({ policy, constraint, label, alias }: ManagedImage): readonly Finding[] {
  const { kind } = policy.order;
  const at = peerKey('image-list');
  if (kind === 'digest' && constraint === '') {
    const message = `the digest strategy follows one tag, and ${label} names none`;
    return [
      {
        code: 'image-constraint-missing',
        severity: 'error',
        at,
        message,
        fix: 'Write the tag after a colon: name:latest.',
      },
    ];
  }
  if (constraint === '' || kind === 'semver' || kind === 'digest') return [];
  const message = `${kind} does not look at the constraint ${JSON.stringify(constraint)} of ${label}`;
  return [useless(at, message, `Take it out, or filter with ${peerKey('allow-tags', alias)}.`)];
}

/** A key for the whole image hides those for its parts. */
function hiddenKeys(annotations: Annotations, { alias, target }: ManagedImage): readonly Finding[] {
  if (alias === '' || (target.kind !== 'helm' && target.kind !== 'plugin') || target.keys.kind !== 'whole') return [];
  const key = (name: string) => (target.kind === 'helm' ? peerKey : ownKey)(`${target.kind}.image-${name}`, alias);
  const message = `${key('spec')} takes name and tag together`;
  return ['name', 'tag']
    .map(key)
    .filter((one) => annotations[one] !== undefined)
    .map((one) => useless(one, message, 'Keep one of the two forms.'));
}

/** What some orders look at, and others do not. */
const ofOrders: readonly {
  readonly names: readonly string[];
  readonly used: (policy: ImagePolicy) => boolean;
  readonly fix: string;
}[] = [
  {
    names: ['commit-repository', 'commit-branch', 'commit-pattern'],
    used: ({ order }) => order.kind === 'commit',
    fix: `Set ${peerKey('update-strategy')}: commit.`,
  },
  {
    names: ['order'],
    used: ({ order }) => order.kind === 'alphabetical' || order.kind === 'numerical',
    fix: 'Take it out: the other strategies have one direction.',
  },
  {
    names: ['extract'],
    used: ({ filterTags }) => filterTags !== undefined,
    fix: `Set ${peerKey('allow-tags')}: regexp: and a pattern with groups.`,
  },
];

/** Settings that only some orders look at, where no image that they are said of has such an order. */
function unusedOrders(annotations: Annotations, images: readonly ManagedImage[]): readonly Finding[] {
  const aliases = ['', ...new Set(images.map(({ alias }) => alias).filter((alias) => alias !== ''))];
  return ofOrders.flatMap(({ names, used, fix }) =>
    aliases
      .filter((alias) => !images.some((image) => (alias === '' || image.alias === alias) && used(image.policy)))
      .flatMap((alias) => names.map((name) => ownKey(name, alias)))
      .filter((key) => annotations[key] !== undefined)
      .map((key) => useless(key, 'the update strategy does not look at it', fix)),
  );
}

function useless(at: string, message: string, fix: string): Finding {
  return { code: 'annotation-useless', severity: 'warning', at, message, fix };
}
