import { type ApplicationName, applicationKey } from '../application/application.js';
import { type ImageChange, tagText } from './image-change.js';

/** The keys of the lines under a commit message that say what the commit is about, for those who read history. */
export const trailerKeys = {
  application: 'Towline-Application',
  image: 'Towline-Image',
  /** Instead of `image` in a commit that takes a version back. */
  rollback: 'Towline-Rollback',
} as const;

/** A line under a commit message. */
export type Trailer = readonly [key: string, value: string];

/** The trailers of a change of one Application: its name, and each image as `name from → to` under the key for updates or for rollbacks. */
export function changeTrailers(
  application: ApplicationName,
  changes: readonly ImageChange[],
  kind: 'image' | 'rollback',
): readonly Trailer[] {
  return [
    [trailerKeys.application, applicationKey(application)],
    ...changes.map(({ name, from, to }): Trailer => {
      const before = tagText(from);
      return [trailerKeys[kind], `${name}${before === '' ? '' : ` ${before}`} → ${tagText(to)}`];
    }),
  ];
}
