import type { OwnSettings } from './annotations/own-settings.js';

/** Settings of an update, of any level: everything, a group of Applications, one image. What is absent is inherited. */
export interface UpdateSettings {
  readonly updateStrategy?: string | undefined;
  readonly forceUpdate?: boolean | undefined;
  readonly allowTags?: string | undefined;
  readonly ignoreTags?: readonly string[] | undefined;
  readonly pullSecret?: string | undefined;
  readonly platforms?: readonly string[] | undefined;
}

/** A pull or merge request. Reviewers and auto-merge can be given by annotation only. */
export interface PullRequestSettings {
  readonly github?: object | undefined;
  readonly gitlab?: object | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly reviewers?: readonly string[] | undefined;
  readonly autoMerge?: boolean | undefined;
}

/** How updates are committed. */
export interface GitSettings {
  readonly repository?: string | undefined;
  readonly branch?: string | undefined;
  readonly writeBackTarget?: string | undefined;
  readonly pullRequest?: PullRequestSettings | undefined;
}

/** Where and how updates are written, of any level. */
export interface WriteBackSettings {
  readonly method?: string | undefined;
  readonly gitConfig?: GitSettings | undefined;
}

/** Where an image stands in the rendered manifests, as it was written down: one section, of which `spec` hides the others. */
export interface ManifestTargets {
  readonly helm?: ManifestKeys | undefined;
  readonly kustomize?: { readonly name?: string | undefined } | undefined;
  readonly plugin?: ManifestKeys | undefined;
}

/** The keys that take the name, the tag, or both. */
export interface ManifestKeys {
  readonly name?: string | undefined;
  readonly tag?: string | undefined;
  readonly spec?: string | undefined;
}

/** Whether images must be signed, of any level. */
export interface VerificationSettings {
  readonly enabled?: boolean | undefined;
  readonly cosignKey?: { readonly secretName: string; readonly key: string } | undefined;
}

/** One image to update, as it was written down. */
export interface ImageSettings {
  /** Empty where the list gives none. */
  readonly alias: string;
  /** `name[:constraint][@digest]`. */
  readonly imageName: string;
  readonly commonUpdateSettings?: UpdateSettings | undefined;
  readonly manifestTargets?: ManifestTargets | undefined;
  readonly imagesVerification?: VerificationSettings | undefined;
}

/** Everything that was written down for one Application, before it is resolved against the Application. */
export interface ApplicationSettings {
  readonly images: readonly ImageSettings[];
  readonly common: UpdateSettings;
  readonly writeBack: WriteBackSettings;
  readonly verification: VerificationSettings | undefined;
  readonly own: OwnSettings;
  /** How a finding names the place of a setting. */
  readonly place: SettingsPlace;
}

/** A setting of the write-back. */
export type WriteBackField = 'method' | 'repository' | 'branch' | 'writeBackTarget' | 'pullRequest';

/** Where settings stand, for findings: the key of an annotation, or the field of an ImageUpdater. */
export interface SettingsPlace {
  readonly writeBack: (field: WriteBackField) => string;
  readonly images: string;
  readonly image: (index: number, image: ImageSettings) => string;
}
