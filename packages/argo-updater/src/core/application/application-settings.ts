import { ownKey, peerKey } from './annotations/annotation-key.js';
import { type OwnSettings, readOwnSettings } from './annotations/own-settings.js';
import { readImages, readUpdateSettings, readWriteBack } from './annotations/read-annotations.js';
import type { Application } from './application.js';
import type { Finding } from './finding.js';
import { type ImageUpdater, imageUpdaterField } from './image-updater/image-updater.js';
import { mergeUpdateSettings, mergeVerification, mergeWriteBack } from './image-updater/merge-settings.js';
import type { ApplicationSettings, VerificationSettings, WriteBackField } from './settings.js';

/** The settings of one Application, and what was wrong with them. */
export interface SettingsReading {
  readonly settings: ApplicationSettings;
  /** Whether to answer as argocd-image-updater does: the Application may say otherwise than the rest. */
  readonly compat: boolean;
  readonly findings: readonly Finding[];
}

/** What holds where an Application does not say otherwise. */
export interface SettingsContext {
  readonly compat: boolean;
}

function compatOf({ compat }: OwnSettings, context: SettingsContext): boolean {
  return compat === undefined ? context.compat : compat === 'argocd-image-updater';
}

/** Collects what the annotations of an Application say. `verification` is what a rule with `useAnnotations` still says itself. */
export function settingsFromAnnotations(
  { annotations }: Application,
  { verification, ...context }: SettingsContext & { verification?: VerificationSettings | undefined },
): SettingsReading {
  const own = readOwnSettings(annotations);
  const compat = compatOf(own.settings, context);
  const images = readImages(annotations, compat);
  const common = readUpdateSettings(annotations);
  const settings: ApplicationSettings = {
    images: images.value,
    common: common.value ?? {},
    writeBack: readWriteBack(annotations) ?? {},
    verification,
    own: own.settings,
    place: {
      images: peerKey('image-list'),
      image: () => peerKey('image-list'),
      writeBack: (field) => writeBackKeys[field],
    },
  };
  return { settings, compat, findings: [...images.findings, ...common.findings, ...own.findings] };
}

const writeBackKeys: Readonly<Record<WriteBackField, string>> = {
  method: peerKey('write-back-method'),
  repository: peerKey('git-repository'),
  branch: peerKey('git-branch'),
  writeBackTarget: peerKey('write-back-target'),
  pullRequest: ownKey('pull-request'),
};

/** Merges what an ImageUpdater says for everything and what one of its rules says. Our own annotations of the Application count too. */
export function settingsFromImageUpdater(
  { annotations }: Application,
  { imageUpdater, refIndex, ...context }: SettingsContext & { imageUpdater: ImageUpdater; refIndex: number },
): SettingsReading {
  const { spec } = imageUpdater;
  const ref = spec.applicationRefs[refIndex];
  const own = readOwnSettings(annotations);
  const field = (...path: readonly PropertyKey[]) =>
    imageUpdaterField(imageUpdater, ['spec', 'applicationRefs', refIndex, ...path]);
  const settings: ApplicationSettings = {
    images: ref?.images ?? [],
    common: mergeUpdateSettings(spec.commonUpdateSettings, ref?.commonUpdateSettings),
    writeBack: mergeWriteBack(spec.writeBackConfig, ref?.writeBackConfig),
    verification: mergeVerification(spec.imagesVerification, ref?.imagesVerification),
    own: own.settings,
    place: {
      images: field('images'),
      image: (index) => field('images', index),
      writeBack: (name) =>
        name === 'method' ? field('writeBackConfig', name) : field('writeBackConfig', 'gitConfig', name),
    },
  };
  return { settings, compat: compatOf(own.settings, context), findings: own.findings };
}
