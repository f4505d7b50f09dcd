import type { z } from 'zod';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';

/** An answer as a schema reads it. Throws `jenkins-bad-answer` where it is something else. */
export function understood<Schema extends z.ZodType>(schema: Schema, body: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new JenkinsError('jenkins-bad-answer', `${what} answered something else than expected`, {
    hint: 'Check that the address is that of Jenkins itself.',
    cause: parsed.error,
  });
}
