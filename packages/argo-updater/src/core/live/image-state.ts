import { formatPlatform, formatRepository } from '@towline/shared/image';
import type { ImageOutcome } from '../plan/image-outcome.js';
import { describeVersion } from '../plan/wanted-version.js';

/** One image of an Application, as a pass left it: texts only, so that nothing of what was gathered lives on. */
export interface ImageState {
  /** How people know the image: its alias, or its name. */
  readonly label: string;
  /** `registry/name` in canonical spelling. */
  readonly repository: string;
  readonly state: ImageOutcome['kind'];
  /** What stands where it is written, as `tag`, `tag@digest` or `@digest`; undefined where nothing does or nothing is known. */
  readonly deployed: string | undefined;
  /** What the policy wants there; undefined where it chose nothing. */
  readonly wanted: string | undefined;
  /** A sentence without its full stop: why this is wanted, held, refused or failed. */
  readonly why: string;
}

/** The state that an outcome means. */
export function imageState(outcome: ImageOutcome): ImageState {
  const { label, repository } = outcome.image;
  return { label, repository: formatRepository(repository), state: outcome.kind, ...versionsOf(outcome) };
}

function versionsOf(outcome: ImageOutcome): Pick<ImageState, 'deployed' | 'wanted' | 'why'> {
  switch (outcome.kind) {
    case 'change':
      return { ...fromTo(outcome), why: `it is ${outcome.why.rule}` };
    case 'current': {
      const version = describeVersion(outcome.version);
      return { deployed: version, wanted: version, why: 'it is current' };
    }
    case 'held':
      return { ...fromTo(outcome), why: `it is held until ${outcome.until}` };
    case 'waiting': {
      const missing = outcome.missing.map(formatPlatform).join(', ');
      return { ...fromTo(outcome), why: `it is not there yet for ${missing}` };
    }
    case 'refused':
      return { deployed: undefined, wanted: undefined, why: outcome.reason };
    case 'failed':
      return { deployed: undefined, wanted: undefined, why: outcome.failure.message };
  }
}

type Step = Extract<ImageOutcome, { readonly kind: 'change' | 'held' | 'waiting' }>;

function fromTo({ from, to }: Step): Pick<ImageState, 'deployed' | 'wanted'> {
  return { deployed: from && describeVersion(from), wanted: describeVersion(to) };
}
