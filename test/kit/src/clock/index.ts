export { createManualClock, type ManualClock } from './manual-clock.js';
export { realClock } from './real-clock.js';
