import type { HistoryEntry, ImageConfig } from './image-config.js';

/**
 * The image with an entry of its history for each of its layers. Some builders write none, and programs that count the two together then
 * take the layers on top for others.
 */
export function completeHistory(image: ImageConfig): ImageConfig {
  const told = image.history.filter(({ empty_layer }) => empty_layer !== true).length;
  const missing = image.diffIds.length - told;
  if (missing <= 0) return image;
  const untold: HistoryEntry = { created: image.created, comment: 'a layer of the base image' };
  return { ...image, history: [...image.history, ...Array.from({ length: missing }, () => untold)] };
}
