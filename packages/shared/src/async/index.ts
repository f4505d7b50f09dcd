export { abortable } from './abortable.js';
export { type ConcurrencyOptions, mapConcurrently } from './map-concurrently.js';
export { onAbort } from './on-abort.js';
export { createSlots, type Slots } from './slots.js';
