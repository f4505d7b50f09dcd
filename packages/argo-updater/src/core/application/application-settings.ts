import { ownKey, peerKey } from './annotations/annotation-key.js';
import { readOwnSettings } from './annotations/own-settings.js';
import { readImages, readUpdateSettings, readWriteBack } from './annotations/read-annotations.js';
import type { Application } from './application.js';
import type { Finding } from './finding.js';
import { type ImageUpdater, imageUpdaterField } from './image-updater/image-updater.js';
import { mergeUpdateSettings, mergeVerification, mergeWriteBack } from './image-updater/merge-settings.js';
import type { ApplicationSettings, VerificationSettings, WriteBackField } from './settings.js';

/** The settings of one Application, and what was wrong with them. */
export interface SettingsReading {
  readonly settings: ApplicationSettings;
  readonly findings: readonly Finding[];
}

/** Collects what the annotations of an Application say. `verification` is what a rule with `useAnnotations` still says itself. */
export function settingsFromAnnotations(
  { annotations }: Application,
  { compat, verification }: { compat: boolean; verification?: VerificationSettings | undefined },
): SettingsReading {
  const images = readImages(annotations, compat);
  const common = readUpdateSettings(annotations);
  const own = readOwnSettings(annotations);
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
  return { settings, findings: [...images.findings, ...common.findings, ...own.findings] };
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
  { imageUpdater, refIndex }: { imageUpdater: ImageUpdater; refIndex: number },
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
  return { settings, findings: own.findings };
}
