import type { Finding } from './finding.js';
import { compileExpression } from './regular-expression.js';

/** Finds the commit id, full or short, that a tag holds. */
export type RevisionReader = (tag: string) => string | undefined;

/** `<sha>`, `i<time>-<sha>`, `build-<sha>`, `sha-<sha>`, `git-<sha>`, and what `git describe` prints: `v1.2-4-g<sha>`. */
const usualForms = /^(?:(?:i\d+|build|sha|git)-|.+-\d+-g)?([0-9a-f]{7,40}|[0-9a-f]{64})$/i;

const readUsualForm: RevisionReader = (tag) => usualForms.exec(tag)?.[1];

/** The reader for a pattern whose group `sha` is the commit id, or for the usual forms where there is none. */
export function revisionReader(pattern: string | undefined): RevisionReader | Finding {
  if (pattern === undefined) return readUsualForm;
  const path = 'order.pattern';
  const reading = compileExpression(pattern);
  if (reading.kind === 'refused') {
    return { path, problem: `is no RE2 expression: ${reading.problem}`, position: reading.position };
  }
  const { expression } = reading;
  const group = expression.namedGroups().sha;
  if (group === undefined) {
    return { path, problem: 'has no group called sha', hint: 'Write for example ^build-(?P<sha>[0-9a-f]+)$' };
  }
  return (tag) => {
    const matcher = expression.matcher(tag);
    return matcher.find() ? (matcher.group(group) ?? undefined) : undefined;
  };
}

/** Whether a commit id could as well be a date or a number, so that a label had better say it too. */
export function looksLikeNumber(revision: string): boolean {
  return revision.length < 40 && /^\d+$/.test(revision);
}
