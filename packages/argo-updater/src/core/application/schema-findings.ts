import type { z } from 'zod';
import type { Finding, FindingCode } from './finding.js';

/** One finding for each place that a schema refused. `path` leads to the object that was read. */
export function schemaFindings(
  code: FindingCode,
  error: z.ZodError,
  path: readonly (string | number)[] = [],
): readonly Finding[] {
  return error.issues.map((issue) => ({
    code,
    severity: 'error',
    at: fieldPath([...path, ...issue.path]),
    message: issue.message.replace(/^Invalid input: /, ''),
    fix: 'Give the field the form that its schema asks for.',
  }));
}

/** A path as people write it: `spec.sources[1].helm`, `metadata.annotations["a/b"]`. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = String(part);
    if (!/^[A-Za-z_][\w-]*$/.test(name)) return `${text}["${name}"]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}
