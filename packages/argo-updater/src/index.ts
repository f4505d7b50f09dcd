export type { TagPolicy } from './app/pass/tag-policy.js';
export type { ApplicationName } from './core/application/application.js';
export type { Notification, NotifiedImage } from './core/outcome/notification.js';
export { createUpdater } from './create-updater.js';
export type {
  DeliveredApplication,
  PassOptions,
  PlannedApplication,
  PlannedImage,
  Updater,
  UpdaterOptions,
  UpdaterPlan,
} from './updater.js';
export { version } from './version.js';
