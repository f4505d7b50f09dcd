import { parseDuration } from '@towline/shared/text';
import * as z from 'zod';

/** A text that is not empty. */
export const text = z.string().min(1, 'is empty');

/** A text of one line: a name, an id, a label. */
export const line = text.regex(/^[^\r\n]*$/, 'has a line break');

/** The id of something in this pipeline: an image, a test. */
export const name = line.regex(
  /^[A-Za-z0-9][\w ./-]*$/,
  'begins with a letter or digit and has only those and _ . / - and blanks',
);

/** The id of a credential that Jenkins keeps. The credential itself never stands in a pipeline. */
export const credentialsId = line.regex(/^[\w.@/-]+$/, 'is an id of letters, digits and _ . @ / -');

/** A duration such as `30m` or `1h30m`. */
export const duration = z.string().refine((value) => (parseDuration(value) ?? 0) >= 1000, {
  error: 'is not a duration of a second or more, such as 90s, 30m or 1h30m',
});

/** A path in the checkout, with forward slashes. */
export const path = line
  .refine((value) => !value.startsWith('/') && !/^[A-Za-z]:/.test(value), { error: 'is not relative to the checkout' })
  .refine((value) => !value.split(/[\\/]/).includes('..'), { error: 'leaves the checkout' });

/** A path in the checkout where `*` stands for part of a name and `**` for any folders. */
export const pathPattern = path;

/** Shell commands, one or more lines. */
export const script = z.string().regex(/\S/, 'has no command');

/** The name of an environment variable or a build argument. */
export const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not a name of letters, digits and _, with no digit first');

/** A schedule as Jenkins reads it: five fields, or an alias such as `@daily`; `H` spreads the load. */
export const schedule = line.regex(
  /^(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)|[\dH*/,()-]+(?:[ \t]+[\dH*/,()-]+){4})$/,
  'is not a schedule of five fields such as H/5 * * * *, or @daily',
);

/** An address that begins with its scheme: what leaves it out is taken for something else by Jenkins. */
export const address = line.regex(
  /^https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/,
  'is not an address that begins with https:// (or http://) and has no user in it',
);
