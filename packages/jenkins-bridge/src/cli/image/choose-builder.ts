import type { Invocation } from '@towline/shared/cli';
import type { BuilderName, ImageBuilder } from '../../core/image/image-builder.js';
import type { Images } from './compose-images.js';
import { createTowlineBuilder } from './towline-builder.js';

/** The builder of this name. */
export function chooseBuilder(name: BuilderName, images: Images, invocation: Invocation): ImageBuilder {
  if (name === 'towline') return createTowlineBuilder(images, invocation);
  throw new Error(name);
}
