export type { Login } from './access/access.js';
export { type BuiltImage, buildImage, type Content, type ImageRecipe } from './image/build-image.js';
export { type ImageToPush, pushImage } from './image/push-image.js';
export { type ImageToSeed, seedImage } from './image/seed-image.js';
export type { EcrImageEvent } from './image-action-event.js';
export { registryProgram } from './registry-program.js';
export { type RegistryAccess, type RegistryOptions, type RunningRegistry, startRegistry } from './start-registry.js';
export type { RegistryState } from './state/registry-state.js';
export type { Upstream } from './upstream/upstream-client.js';
