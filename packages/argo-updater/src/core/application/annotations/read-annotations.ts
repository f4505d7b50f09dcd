import type { Finding } from '../finding.js';
import type {
  ImageSettings,
  ManifestTargets,
  PullRequestSettings,
  UpdateSettings,
  WriteBackSettings,
} from '../settings.js';
import { ownKey, peerKey } from './annotation-key.js';
import { parseBoolean } from './boolean.js';
import { readImageList } from './image-list.js';
import { splitList } from './list.js';
import { badValue } from './own-settings.js';

type Annotations = Readonly<Record<string, string>>;

/** What was read, and every bad value. The value is undefined where nothing is said. */
export interface Reading<Value> {
  readonly value: Value;
  readonly findings: readonly Finding[];
}

/**
 * The images that annotations name, each with the settings of its alias. An image without alias has no settings of its own. Keys hold the
 * alias verbatim, a slash in it too.
 */
export function readImages(annotations: Annotations, compat = false): Reading<readonly ImageSettings[]> {
  const list = readImageList(annotations, compat);
  const images = list.items.map((item) =>
    item.alias === '' ? { value: item, findings: [] } : readImage(annotations, item),
  );
  return {
    value: images.map(({ value }) => value),
    findings: [...list.findings, ...images.flatMap(({ findings }) => findings)],
  };
}

function readImage(annotations: Annotations, { alias, imageName }: ImageSettings): Reading<ImageSettings> {
  const common = readUpdateSettings(annotations, alias);
  const targets = readManifestTargets(annotations, alias);
  return {
    value: { alias, imageName, commonUpdateSettings: common.value, manifestTargets: targets.value },
    findings: [...common.findings, ...targets.findings],
  };
}

/** The update settings of an alias, or those of the whole Application, which have no platforms. */
export function readUpdateSettings(annotations: Annotations, alias = ''): Reading<UpdateSettings | undefined> {
  const text = (name: string): string | undefined => annotations[peerKey(name, alias)]?.trim();
  const force = text('force-update');
  const forceUpdate = force === undefined ? undefined : parseBoolean(force);
  const ignoreTags = text('ignore-tags');
  const platforms = alias === '' ? [] : splitList(text('platforms') ?? '').filter((platform) => platform !== '');
  const settings: UpdateSettings = {
    updateStrategy: text('update-strategy') || undefined,
    forceUpdate,
    allowTags: text('allow-tags') || undefined,
    ignoreTags: ignoreTags === undefined ? undefined : splitList(ignoreTags),
    pullSecret: text('pull-secret') || undefined,
    platforms: platforms.length === 0 ? undefined : platforms,
  };
  const findings =
    force !== undefined && forceUpdate === undefined
      ? [badValue(peerKey('force-update', alias), force, 'true or false')]
      : [];
  return { value: orNothing(settings), findings };
}

/** Where the image of an alias stands in the rendered manifests. */
export function readManifestTargets(annotations: Annotations, alias: string): Reading<ManifestTargets | undefined> {
  const text = (key: string): string | undefined => annotations[key]?.trim() || undefined;
  const keys = (key: (name: string, alias: string) => string, section: string) =>
    orNothing({
      name: text(key(`${section}.image-name`, alias)),
      tag: text(key(`${section}.image-tag`, alias)),
      spec: text(key(`${section}.image-spec`, alias)),
    });
  const targets: ManifestTargets = {
    helm: keys(peerKey, 'helm'),
    kustomize: orNothing({ name: text(peerKey('kustomize.image-name', alias)) }),
    plugin: keys(ownKey, 'plugin'),
  };
  const sections = Object.entries(targets)
    .filter(([, section]) => section !== undefined)
    .map(([name]) => name);
  return { value: orNothing(targets), findings: sections.length > 1 ? [conflict(alias, sections)] : [] };
}

/** Where and how updates of the Application are written. */
export function readWriteBack(annotations: Annotations): WriteBackSettings | undefined {
  const text = (key: string): string | undefined => annotations[key]?.trim() || undefined;
  return orNothing({
    method: text(peerKey('write-back-method')),
    gitConfig: orNothing({
      repository: text(peerKey('git-repository')),
      branch: text(peerKey('git-branch')),
      writeBackTarget: text(peerKey('write-back-target')),
      pullRequest: readPullRequest(annotations),
    }),
  });
}

function readPullRequest(annotations: Annotations): PullRequestSettings | undefined {
  const list = (name: string): readonly string[] =>
    splitList(annotations[ownKey(name)] ?? '').filter((item) => item !== '');
  const provider = annotations[ownKey('pull-request')]?.trim();
  if (!provider) return undefined;
  return {
    // An unknown provider is none, which is refused where the pull request is resolved.
    github: provider === 'github' ? {} : undefined,
    gitlab: provider === 'gitlab' ? {} : undefined,
    labels: list('pull-request-labels'),
    reviewers: list('pull-request-reviewers'),
    autoMerge: parseBoolean(annotations[ownKey('pull-request-auto-merge')]?.trim() ?? '') ?? false,
  };
}

function orNothing<Settings extends object>(settings: Settings): Settings | undefined {
  return Object.values(settings).some((value) => value !== undefined) ? settings : undefined;
}

function conflict(alias: string, sections: readonly string[]): Finding {
  return {
    code: 'manifest-target-conflict',
    severity: 'error',
    at: sections.includes('kustomize') ? peerKey('kustomize.image-name', alias) : ownKey('plugin.image-name', alias),
    message: `the image ${alias} is to be written for ${sections.join(' and for ')}`,
    fix: 'Keep the annotations that fit the source of the Application, and take the others out.',
  };
}
