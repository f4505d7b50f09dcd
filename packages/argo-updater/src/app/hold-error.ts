import { CodedError } from '@towline/shared/errors';

/** What can keep a hold from being made or taken away: the codes of {@link HoldError}, for the reference page. */
export const holdErrorCodes = {
  'hold-no-image': 'The Application has no image of that name or alias: the hint lists those it has.',
  'hold-no-alias': 'Annotations name an image by its alias, and this one has none: give it one in the image list.',
} as const;

/** One of {@link holdErrorCodes}. */
export type HoldErrorCode = keyof typeof holdErrorCodes;

/** A hold that cannot be made or taken away. */
export class HoldError extends CodedError<HoldErrorCode> {}
