import { applicationKey } from '../application/application.js';
import type { Notification, NotifiedImage } from './notification.js';

/** A notification in words. */
export interface NotificationText {
  /** One line. */
  readonly title: string;
  /** Lines: what was written, where from, and what to do. */
  readonly details: readonly string[];
}

/** Words for a notification, the same for every channel. */
export function notificationText(notification: Notification): NotificationText {
  const { kind, application, images, reason } = notification;
  const name = applicationKey(application);
  const versions = images.map(({ repository, to }) => `${shortName(repository)} ${to}`).join(', ');
  if (kind === 'recovered') {
    return {
      title: `${name} is healthy again with ${versions}`,
      details: [...images.map(imageLine), ...commitLine(notification)],
    };
  }
  return {
    title: `${name} failed with ${versions}: ${reason}`,
    details: [...images.map(imageLine), ...commitLine(notification), whatToDo(notification)],
  };
}

function imageLine({ repository, from, to, revision }: NotifiedImage): string {
  const source = revision === undefined ? '' : `, built from ${revision.slice(0, 12)}`;
  return `Image: ${repository} ${from ?? 'without a version'} → ${to}${source}`;
}

function commitLine({ commit, branch }: Notification): readonly string[] {
  if (commit === undefined) return [];
  return [`Manifest commit: ${commit}${branch === undefined ? '' : ` on ${branch}`}`];
}

function whatToDo({ application, commit }: Notification): string {
  const { name } = application;
  const back = commit === undefined ? 'write the version before' : `revert ${commit.slice(0, 12)}`;
  return `To do: see what it says with argocd app get ${name}; to go back, ${back}, and the new version is held.`;
}

function shortName(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
