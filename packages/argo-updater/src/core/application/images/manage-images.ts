import { formatPlatform, type Platform, parsePlatform } from '@towline/shared/image';
import { mergeOwnSettings, type OwnSettings, readOwnSettings } from '../annotations/own-settings.js';
import type { Finding, FindingCode } from '../finding.js';
import { mergeUpdateSettings, mergeVerification } from '../image-updater/merge-settings.js';
import type { ApplicationSettings, ImageSettings, VerificationSettings } from '../settings.js';
import { imagePolicy } from './image-policy.js';
import type { ManagedImage } from './managed-image.js';
import { readManifestTarget } from './manifest-target.js';
import { readImage } from './read-image.js';

/** The images of an Application that can be updated, and why others cannot. */
export interface ManagedImages {
  readonly images: readonly ManagedImage[];
  readonly findings: readonly Finding[];
}

/** What images are made of. */
export interface ImagesContext {
  readonly settings: ApplicationSettings;
  /** Our own annotations are read beside the settings of either kind: an ImageUpdater has no fields for them. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly compat: boolean;
}

/** Merges what was said about each image, level by level, and reads it. An image with an error is left out, the others are kept. */
export function manageImages(context: ImagesContext): ManagedImages {
  const results = context.settings.images.map((image, index) => manageImage(image, { ...context, index }));
  return {
    images: results.flatMap(({ image }) => image ?? []),
    findings: results.flatMap(({ findings }) => findings),
  };
}

interface OneImage {
  readonly image: ManagedImage | undefined;
  readonly findings: readonly Finding[];
}

function manageImage(
  settings: ImageSettings,
  { settings: application, annotations, compat, index }: ImagesContext & { index: number },
): OneImage {
  const { alias, imageName } = settings;
  const at = application.place.image(index, settings);
  const common = mergeUpdateSettings(application.common, settings.commonUpdateSettings);
  const ownImage = alias === '' ? { settings: {}, findings: [] } : readOwnSettings(annotations, alias);
  const own = mergeOwnSettings(application.own, ownImage.settings);
  const findings: Finding[] = [...ownImage.findings];
  const refuse = (code: FindingCode, message: string, fix: string): undefined => {
    findings.push({ code, severity: 'error', at, message, fix });
    return undefined;
  };

  const reading = readImage(settings, compat);
  if (reading.kind === 'refused') refuse('image-name-invalid', reading.message, reading.fix);
  const target =
    readManifestTarget(settings.manifestTargets ?? {}) ??
    refuse('manifest-target-conflict', 'an image is written to helm, kustomize or plugin', 'Keep one of the three.');
  const platforms = readPlatforms(common.platforms ?? own.platforms ?? [], refuse);
  const verification = readVerification(
    mergeVerification(application.verification, settings.imagesVerification, ownVerification(own)),
    refuse,
  );
  if (findings.length > 0 || reading.kind === 'refused' || !target || !platforms) return { image: undefined, findings };

  const { name, image, constraint, digest, argocd } = reading.identity;
  const managed: ManagedImage = {
    alias,
    label: alias === '' ? name : alias,
    reference: imageName,
    name,
    repository: { host: image.host, path: image.path },
    digest,
    argocd,
    constraint,
    policy: imagePolicy({ common, own, constraint, platforms: platforms.map(formatPlatform), compat }),
    platforms,
    pullSecret: common.pullSecret || undefined,
    force: common.forceUpdate ?? false,
    allowDowngrade: own.allowDowngrade ?? compat,
    pin: own.pin ?? 'none',
    target,
    verification,
    hold: readHold(own.hold ?? []),
    holdUntil: own.holdUntil,
    holdReason: own.holdReason,
    release: own.release ?? [],
  };
  return { image: managed, findings };
}

/** `true` holds everything; `false` says that nothing is held, over what is said of the Application. */
function readHold(tags: readonly string[]): ManagedImage['hold'] {
  return tags.includes('true') ? 'all' : tags.filter((tag) => tag !== 'false');
}

type Refuse = (code: FindingCode, message: string, fix: string) => undefined;

function readPlatforms(texts: readonly string[], refuse: Refuse): readonly Platform[] | undefined {
  const wrong = texts.find((text) => !text.includes('/'));
  if (wrong === undefined) return texts.map(parsePlatform);
  return refuse(
    'annotation-value',
    `${JSON.stringify(wrong)} is not a platform`,
    'Write it as os/architecture[/variant]: linux/arm64.',
  );
}

function ownVerification({ cosignKey }: OwnSettings): VerificationSettings | undefined {
  return cosignKey && { enabled: true, cosignKey };
}

function readVerification(settings: VerificationSettings | undefined, refuse: Refuse): ManagedImage['verification'] {
  if (!settings || settings.enabled === false) return undefined;
  const { cosignKey } = settings;
  if (cosignKey) return cosignKey;
  return refuse(
    'verification-key-missing',
    'verification is on and names no key',
    'Name the secret and the key in cosignKey, or set enabled: false.',
  );
}
