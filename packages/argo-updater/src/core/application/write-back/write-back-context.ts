import type { Application } from '../application.js';
import type { SettingsPlace, WriteBackSettings } from '../settings.js';
import type { SelectedSource } from '../source.js';
import type { FindApplication, ManifestLocation } from './manifest-location.js';
import type { Report } from './report.js';
import type { TargetSetting } from './target-setting.js';

/** What a write target is worked out from. */
export interface WriteBackContext {
  readonly application: Application;
  readonly settings: WriteBackSettings;
  /** Argo CD's own namespace: it decides how override files are called. */
  readonly controllerNamespace: string;
  /** Whether to answer as argocd-image-updater does, also where a better answer is known. */
  readonly compat: boolean;
  readonly place: SettingsPlace['writeBack'];
  readonly find: FindApplication;
}

/** The same, once it is clear that commits are made and of which source the files are. */
export interface GitContext extends WriteBackContext {
  readonly report: Report;
  readonly setting: TargetSetting;
  /** The source that counts when the target is not looked at. */
  readonly source: SelectedSource;
  /** The source whose files are written. */
  readonly written: SelectedSource;
  /** Where the manifest of the Application is, if that is what is written. */
  readonly manifest: ManifestLocation | undefined;
}
