import { ownKey } from '../application/annotations/annotation-key.js';
import { deliveryMemorySchema } from './schema.js';

/** Where an Application keeps what became of the last delivery to it, so that every replica and every restart knows. */
export const memoryKey = ownKey('last-outcome');

/** An image of a delivery that is remembered. */
export interface RememberedImage {
  /** How people know the image: its alias, or its name. */
  readonly label: string;
  /** `registry/name` in canonical spelling. */
  readonly repository: string;
  /** `1.1`, `1.1@sha256:…`, `@sha256:…`; undefined where nothing was there. */
  readonly from?: string | undefined;
  readonly to: string;
  /** The source commit, where it is known. */
  readonly revision?: string | undefined;
  /** The repository of that commit. */
  readonly source?: string | undefined;
  /** Who made that commit. */
  readonly author?: string | undefined;
  /** The repository whose commits put its tags in order. */
  readonly history?: string | undefined;
}

/** How far a delivery has come. */
export type MemoryState =
  /** It cannot be written, and people were told so. */
  | 'unwritten'
  /** A person has to merge it. */
  | 'proposed'
  /** It is in Git or in the live Application, and not healthy yet. */
  | 'written'
  /** It failed in the cluster, and people were told so. */
  | 'failed'
  | 'healthy';

/** The last delivery to an Application, and whether people wait to hear that a failure is over. */
export interface DeliveryMemory {
  readonly state: MemoryState;
  readonly images: readonly RememberedImage[];
  /** When it was written, in milliseconds since the epoch. */
  readonly at: number;
  readonly commit?: string | undefined;
  readonly branch?: string | undefined;
  /** The sync that was the last one then. */
  readonly syncBefore?: string | undefined;
  /** Whether the Application was Degraded then. */
  readonly degradedBefore: boolean;
  /** Whether it was so with the versions that were taken out: then putting them back mends nothing. */
  readonly brokenBefore: boolean;
  /** Whether people were told of an earlier failure that is not over. */
  readonly failedBefore: boolean;
  /** Whether it takes versions back. */
  readonly takesBack: boolean;
}

/** A memory as the annotation holds it. */
export function formatMemory(memory: DeliveryMemory): string {
  return JSON.stringify(memory);
}

/** What the annotations of an Application remember; undefined where they do not, or where it is not of us. */
export function readMemory(annotations: Readonly<Record<string, string>>): DeliveryMemory | undefined {
  const text = annotations[memoryKey];
  if (text === undefined) return undefined;
  try {
    const parsed = deliveryMemorySchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Whether people were told of a failure, and not yet that it is over. */
export function isOwed(memory: DeliveryMemory | undefined): boolean {
  if (memory === undefined || memory.state === 'healthy') return false;
  return memory.failedBefore || memory.state === 'failed' || memory.state === 'unwritten';
}
