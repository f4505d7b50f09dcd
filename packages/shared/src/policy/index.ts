export type { Candidate } from './candidate.js';
