import * as z from 'zod';
import { parseDuration } from '../../text/index.js';

/** What Go's YAML reads as true or false, where the field is a boolean. */
const words: ReadonlyMap<string, boolean> = new Map([
  ...['y', 'yes', 'on', 'true'].map((word) => [word, true] as const),
  ...['n', 'no', 'off', 'false'].map((word) => [word, false] as const),
]);

/** Absent and null are the same, as in Go. */
const orAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

const text = orAbsent(
  z.union([z.string(), z.number().transform(String), z.boolean().transform(String)], 'it must be a text'),
);

const flag = orAbsent(
  z.union([z.boolean(), z.string()], 'it must be true or false').transform((value, context) => {
    const read = typeof value === 'boolean' ? value : words.get(value.toLowerCase());
    if (read === undefined) context.addIssue({ code: 'custom', message: 'it must be true or false' });
    return read ?? false;
  }),
);

const duration = orAbsent(
  z.union([z.string(), z.number()], 'it must be a duration').transform((value, context) => {
    const milliseconds = typeof value === 'number' ? value / 1e6 : parseDuration(value);
    if (milliseconds === undefined) {
      context.addIssue({ code: 'custom', message: 'it must be a duration such as 12h, 90m or 1h30m' });
    }
    return milliseconds ?? 0;
  }),
);

const required = (message: string) =>
  z.union([z.string(), z.number().transform(String)], message).refine((value) => value !== '', message);

const address = required('an API URL is needed').refine(
  isWebAddress,
  'it must be an http or https address without user and query',
);

const sortModes = ['', 'none', 'latest-first', 'latest-last'];

const entry = z.strictObject({
  name: required('a name is needed'),
  api_url: address,
  prefix: text,
  ping: flag,
  credentials: text,
  credsexpire: duration,
  tagsortmode: text.refine(
    (mode) => sortModes.includes((mode ?? '').toLowerCase()),
    'it must be latest-first, latest-last or none',
  ),
  insecure: flag,
  ca_file: text,
  ca_data: text,
  defaultns: text,
  limit: orAbsent(z.int('it must be a whole number').nonnegative('it must not be negative')),
  default: flag,
  api: orAbsent(z.enum(['oci', 'ecr'], 'it must be oci or ecr')),
});

/** registries.conf as it is written. */
export const registriesConfSchema = z.strictObject({ registries: orAbsent(z.array(entry, 'it must be a list')) });

/** The whole file. */
export type RegistriesConf = z.output<typeof registriesConfSchema>;

/** One registry as it is written. */
export type WrittenEntry = z.output<typeof entry>;

/** Every key that a registry may have. */
export const entryKeys: readonly string[] = Object.keys(entry.shape);

function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}
