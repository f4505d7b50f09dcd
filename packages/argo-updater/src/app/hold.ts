import { ownKey } from '../core/application/annotations/annotation-key.js';
import type { AnnotationChanges } from '../core/application/annotations/edit-annotations.js';
import type { ManagedImage } from '../core/application/images/managed-image.js';
import type { ManagedApplication } from '../core/application/managed-application.js';
import type { ApplicationPlan } from '../core/plan/plan.js';
import { HoldError } from './hold-error.js';

/** What a person wants to hold. */
export interface HoldWish {
  /** The alias or name of an image; all of them where absent. */
  readonly image?: string | undefined;
  /** Tags that wait; everything where there are none. */
  readonly tags: readonly string[];
  /** When it ends, as the annotation says it. */
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
}

/** The annotations that hold what is wished. What they held before is replaced. */
export function holdChanges(managed: ManagedApplication, { image, tags, until, reason }: HoldWish): AnnotationChanges {
  const alias = image === undefined ? '' : aliasOf(managed, image);
  return {
    [ownKey('hold', alias)]: tags.length === 0 ? 'true' : tags.join(','),
    [ownKey('hold-until', alias)]: until,
    [ownKey('hold-reason', alias)]: reason,
  };
}

/** What is let go. */
export interface Released {
  /** The label of the image. */
  readonly image: string;
  /** What held it. */
  readonly hold: string;
}

/** The annotations that let go everything that is held in a plan, of one image or of all, and what that is. */
export function releaseChanges(
  managed: ManagedApplication,
  plan: ApplicationPlan,
  image?: string,
): { readonly changes: AnnotationChanges; readonly released: readonly Released[] } {
  if (image !== undefined) find(managed, image);
  const changes: Record<string, string | undefined> = {};
  const released: Released[] = [];
  for (const outcome of plan.images) {
    if (image !== undefined && !isNamed(outcome.image, image)) continue;
    const { label, alias } = outcome.image;
    const at = annotatedAt(managed, outcome.image);
    if (at !== undefined) {
      for (const name of ['hold', 'hold-until', 'hold-reason']) {
        if (managed.application.annotations[ownKey(name, at)] !== undefined) changes[ownKey(name, at)] = undefined;
      }
      released.push({ image: label, hold: 'annotation' });
    }
    if (outcome.kind !== 'held' || outcome.by.kind !== 'revert') continue;
    // By its commit: another revert of the same version sticks again.
    const commit = outcome.by.commit.slice(0, 12);
    const key = ownKey('release', alias);
    changes[key] = [...outcome.image.release.filter((one) => one !== commit), commit].join(',');
    released.push({ image: label, hold: commit });
  }
  return { changes, released };
}

/** The alias under which the annotation that holds an image stands, empty for the Application's own; undefined where there is none. */
function annotatedAt({ application }: ManagedApplication, { alias }: ManagedImage): string | undefined {
  return [alias, ''].find((one) => application.annotations[ownKey('hold', one)] !== undefined);
}

function aliasOf(managed: ManagedApplication, name: string): string {
  const { alias } = find(managed, name);
  if (alias !== '' || managed.images.length === 1) return alias;
  throw new HoldError('hold-no-alias', `${name} has no alias, so that no annotation can name it`, {
    hint: `Give it one in the image list: web=${name}.`,
  });
}

function find({ images }: ManagedApplication, name: string): ManagedImage {
  const found = images.find((one) => isNamed(one, name));
  if (found !== undefined) return found;
  throw new HoldError('hold-no-image', `The Application has no image ${name}`, {
    hint: `It has ${images.map(({ label }) => label).join(', ')}.`,
  });
}

function isNamed({ alias, name, reference }: ManagedImage, wanted: string): boolean {
  return [alias, name, reference].includes(wanted);
}
