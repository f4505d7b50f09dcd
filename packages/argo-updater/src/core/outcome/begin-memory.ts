import type { Application } from '../application/application.js';
import { isSameHeld, parseHeldName } from '../hold/past.js';
import type { DecidedImage } from '../live/decided-image.js';
import { type DeliveryMemory, isOwed, type MemoryState, type RememberedImage } from './delivery-memory.js';
import { areLive, type Rollout, type WrittenImage } from './rollout.js';

/** What was written for an Application, or was to be. */
export interface WrittenDelivery {
  readonly state: MemoryState;
  /** As it was when it was written. */
  readonly application: Application;
  readonly images: readonly DecidedImage[];
  readonly at: number;
  readonly commit?: string | undefined;
  readonly branch?: string | undefined;
  readonly takesBack: boolean;
}

/** A new delivery, and what is owed from the one before it. */
export function beginMemory(delivery: WrittenDelivery, before: DeliveryMemory | undefined): DeliveryMemory {
  const { state, application, at, commit, branch, takesBack } = delivery;
  const images = delivery.images.map(rememberedImage);
  const degradedBefore = application.status?.health === 'Degraded';
  return {
    state,
    images,
    at,
    commit,
    branch,
    syncBefore: application.status?.operation?.startedAt,
    degradedBefore,
    brokenBefore: degradedBefore && areLive(application, images.flatMap(replacedImage)),
    failedBefore: isOwed(before),
    takesBack,
  };
}

function rememberedImage(image: DecidedImage): RememberedImage {
  const {
    label,
    repository,
    deployed: from,
    wanted: to = '',
    revision,
    source = image.history,
    author,
    history,
  } = image;
  return { label, repository, from, to, revision, source, author, history };
}

/** What somebody else put in the place of a delivery that people were told of: they hear when it is over, and nothing more of it. */
export function replacedMemory(
  memory: DeliveryMemory,
  { images, at }: { readonly images: readonly DecidedImage[]; readonly at: number },
): DeliveryMemory {
  const standing = images.flatMap((image): readonly RememberedImage[] => {
    const { deployed, label, repository } = image;
    return deployed === undefined ? [] : [{ label, repository, to: deployed }];
  });
  const nobodys = { commit: undefined, branch: undefined, takesBack: true };
  return { ...memory, ...nobodys, state: 'failed', failedBefore: true, images: standing, at };
}

/** A proposal that somebody has merged. */
export function mergedMemory(memory: DeliveryMemory, { at }: { readonly at: number }): DeliveryMemory {
  return { ...memory, state: 'written', at };
}

/** Whose versions stand in Git, held against the last delivery. */
export type Standing =
  /** Those of the delivery, which is not healthy yet. */
  | { readonly kind: 'ours'; readonly memory: DeliveryMemory }
  /** Those of the delivery, which had only been proposed. */
  | { readonly kind: 'merged'; readonly memory: DeliveryMemory }
  /** Others, while people still wait to hear that the failure is over. */
  | { readonly kind: 'replaced'; readonly memory: DeliveryMemory }
  /** Others, of which nobody needs to hear. */
  | { readonly kind: 'others' }
  /** Nothing can be said yet. */
  | { readonly kind: 'unknown' };

/** Holds what Git says against the last delivery that is remembered. */
export function whatStands(memory: DeliveryMemory | undefined, images: readonly DecidedImage[]): Standing {
  if (memory === undefined || memory.state === 'healthy') return { kind: 'others' };
  const deployed = new Map(images.map((image) => [image.label, image.deployed]));
  if (memory.images.some(({ label }) => deployed.get(label) === undefined)) return { kind: 'unknown' };
  const isWritten = memory.images.every(({ label, to }) => isSameHeld(deployed.get(label) ?? '', to));
  if (isWritten && memory.state === 'proposed') return { kind: 'merged', memory };
  if (isWritten && memory.state !== 'unwritten') return { kind: 'ours', memory };
  if (isOwed(memory)) return { kind: 'replaced', memory };
  return { kind: memory.state === 'proposed' ? 'unknown' : 'others' };
}

/** The rollout of a delivery, as it was begun. */
export function rolloutOf({ images, at, syncBefore, degradedBefore }: DeliveryMemory): Rollout {
  return { images: images.flatMap(writtenImage), startedAt: at, syncBefore, degradedBefore };
}

function writtenImage({ repository, to }: RememberedImage): readonly WrittenImage[] {
  return versionOf(repository, to);
}

function replacedImage({ repository, from }: RememberedImage): readonly WrittenImage[] {
  return from === undefined ? [] : versionOf(repository, from);
}

function versionOf(repository: string, text: string): readonly WrittenImage[] {
  const version = parseHeldName(text);
  return version === undefined ? [] : [{ repository, tag: version.tag, digest: version.digest }];
}
