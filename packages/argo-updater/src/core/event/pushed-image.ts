import { isTag, parseDigest, readImageReference } from '@towline/shared/image';
import type { ImageEvent } from '../live/live-event.js';
import type { WebhookReading } from './webhook-vendor.js';

/** What a payload says of a push, as it is spelled there. */
export interface PushedImage {
  /** Host of the registry, or an address that begins with it. */
  readonly registry: string | undefined;
  readonly repository: string | undefined;
  readonly tags: readonly (string | undefined)[];
  readonly digest?: string | undefined;
  /** As a text that `Date` reads, or seconds since the epoch. */
  readonly pushedAt?: string | number | undefined;
}

/** The events of a push: one for each tag. What has no tag is passed over: no tag has moved, so nothing else can be chosen. */
export function readPushedImage({ registry, repository, tags, digest, pushedAt }: PushedImage): WebhookReading {
  if (!repository) return unreadable('it names no repository');
  if (!registry) return unreadable('it does not say which registry it is about; add ?registry_url= to the address');
  const reading = readImageReference(`${hostOf(registry)}/${repository}`);
  if (reading.kind === 'refused') return unreadable(reading.problem);
  if (reading.reference.path !== repository && reading.reference.path !== `library/${repository}`) {
    return unreadable(`${JSON.stringify(registry)} is not the host of a registry`);
  }
  const { host, path } = reading.reference;
  const known = { ...parsedDigest(digest), ...parsedTime(pushedAt) };
  const named = tags.filter((tag): tag is string => tag !== undefined && tag !== '');
  const wrong = named.find((tag) => !isTag(tag));
  if (wrong !== undefined) return unreadable(`${JSON.stringify(wrong)} is not a tag`);
  const events = named.map((tag): ImageEvent => ({ kind: 'image', repository: { host, path }, tag, ...known }));
  const [first, ...rest] = events;
  if (first !== undefined) return { kind: 'events', events: [first, ...rest] };
  return known.digest === undefined ? unreadable('it names no tag') : ignored('what was pushed has no tag');
}

/** A reading that refuses. */
export function unreadable(problem: string): WebhookReading {
  return { kind: 'unreadable', problem };
}

/** A reading that passes over. */
export function ignored(reason: string): WebhookReading {
  return { kind: 'ignored', reason };
}

/** `quay.io` of `https://quay.io/acme/web`. */
export function hostOf(address: string): string {
  return address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').split('/', 1)[0] ?? '';
}

function parsedDigest(text: string | undefined): Pick<ImageEvent, 'digest'> {
  const digest = parseDigest(text ?? '');
  return digest === undefined ? {} : { digest };
}

function parsedTime(time: string | number | undefined): Pick<ImageEvent, 'pushedAt'> {
  const pushedAt = typeof time === 'number' ? time * 1_000 : Date.parse(time ?? '');
  return Number.isFinite(pushedAt) ? { pushedAt } : {};
}
