export { closestWord, editDistance } from './closest-word.js';
export { formatDuration, parseDuration } from './duration.js';
export { trimEndOf } from './trim-end-of.js';
