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
  const { kind, images } = notification;
  const facts = [...images.map(imageLine), ...commitLine(notification)];
  return { title: titleOf(notification), details: kind === 'recovered' ? facts : [...facts, whatToDo(notification)] };
}

function titleOf({ kind, stage, application, images, reason }: Notification): string {
  const name = applicationKey(application);
  const versions = images.map(({ repository, to }) => `${shortName(repository)} ${to}`).join(', ');
  if (kind === 'recovered') return `${name} is healthy again with ${versions}`;
  const failed = stage === 'write' ? 'cannot be updated to' : 'failed with';
  return `${name} ${failed} ${versions}: ${reason}`;
}

function imageLine({ repository, from, to, revision, source, author }: NotifiedImage): string {
  const built = revision === undefined ? '' : `, built from ${revision.slice(0, 12)}`;
  const place = source === undefined ? '' : `${built === '' ? ', built from' : ' of'} ${source}`;
  const by = author === undefined ? '' : ` by ${author}`;
  const change = from === undefined ? to : `${from} → ${to}`;
  return `Image: ${repository} ${change}${built}${place}${by}`;
}

function commitLine({ commit, branch }: Notification): readonly string[] {
  if (commit === undefined) return [];
  return [`Manifest commit: ${commit}${branch === undefined ? '' : ` on ${branch}`}`];
}

function whatToDo({ application, commit, stage, isTakenBack }: Notification): string {
  const { namespace, name } = application;
  const look = `argocd app get ${namespace === '' ? name : `${namespace}/${name}`}`;
  if (stage === 'write')
    return 'To do: mend what the reason names. It is tried again by itself, longer apart each time.';
  if (isTakenBack) {
    return `To do: nothing at once. The version before is put back by a commit of its own, and this one is held; publish a newer one that works. See ${look}.`;
  }
  const back = commit === undefined ? 'write the version before' : `revert ${commit.slice(0, 12)}`;
  return `To do: see what it says with ${look}; to go back, ${back}, and the new version is held.`;
}

function shortName(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
