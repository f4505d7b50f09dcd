import type { Allowance } from './rules/allowance.js';

/** What may break a rule, and why. A row that nothing needs any more fails the build. */
export const allowed: readonly Allowance[] = [];
