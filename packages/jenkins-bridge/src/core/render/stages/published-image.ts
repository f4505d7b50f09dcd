import { type BuiltImage, builtImages } from '../built-image.js';
import type { Context } from '../context.js';
import { type RenderedTag, renderTags } from '../tags.js';

/** An image and the tag under which it is found once it is published. */
export interface PublishedImage {
  readonly built: BuiltImage;
  readonly tag: RenderedTag;
}

/** The images of a pipeline, or those that are named, under the first tag that stays and that every build gives. */
export function publishedImages(context: Context, names?: readonly string[]): readonly PublishedImage[] {
  const fixed = renderTags(context.pipeline.publication.tags, context).filter(({ kind }) => kind === 'fixed');
  const tag = fixed.find(({ condition }) => condition === undefined) ?? fixed[0];
  const images = builtImages(context.pipeline).filter(({ image }) => names === undefined || names.includes(image.name));
  return tag === undefined ? [] : images.map((built) => ({ built, tag }));
}
