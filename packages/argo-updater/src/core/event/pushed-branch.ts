import type { ManifestEvent } from '../live/live-event.js';
import { ignored, unreadable } from './pushed-image.js';
import type { WebhookReading } from './webhook-vendor.js';

/** What a payload says of a push to a Git repository. */
export interface PushedBranches {
  /** The addresses by which the repository may be known to those who read it. */
  readonly addresses: readonly (string | undefined)[];
  /** `refs/heads/main`, or `main`. */
  readonly branches: readonly (string | undefined)[];
}

/** The events of a push: one for each branch and address. A pushed tag is no news. */
export function readPushedBranches({ addresses, branches }: PushedBranches): WebhookReading {
  const known = addresses.filter((address): address is string => address !== undefined);
  if (known.length === 0) return unreadable('it does not name its repository');
  const moved = branches.flatMap((ref) =>
    ref === undefined || isOther(ref) ? [] : [ref.replace(/^refs\/heads\//, '')],
  );
  const events = moved.flatMap((branch) =>
    known.map((repository): ManifestEvent => ({ kind: 'manifests', repository, branch })),
  );
  const [first, ...rest] = events;
  return first === undefined ? ignored('no branch moved') : { kind: 'events', events: [first, ...rest] };
}

function isOther(ref: string): boolean {
  return ref.startsWith('refs/') && !ref.startsWith('refs/heads/');
}
