import type { z } from 'zod';
import type { Environment } from '../process/index.js';
import { readConfigFile } from './config-file.js';
import type { ConfigFinding } from './config-finding.js';
import { explainIssue, startsWith, withSuggestion } from './explain-issue.js';
import { type ConfigSchema, configJsonSchema, listSettings, type Setting } from './settings.js';

/** Where settings come from, the strongest last: the file, the environment, the flags. */
export interface ConfigInput<Schema extends ConfigSchema> {
  readonly schema: Schema;
  /** Of the environment variables: `TOWLINE`. */
  readonly prefix: string;
  /** YAML or JSON. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
  readonly environment?: Environment | undefined;
  /** By name, without dashes. A list may be given as such, or as one text with commas. */
  readonly flags?: Readonly<Record<string, string | boolean | readonly string[] | undefined>> | undefined;
}

/** The settings, complete and checked, or everything that is wrong with them. */
export type LoadedConfig<Settings> =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'findings'; readonly findings: readonly ConfigFinding[] };

/** Puts the settings together and checks them. Nothing is read from anywhere but the arguments, and no value is repeated in a finding. */
export function loadConfig<Schema extends ConfigSchema>(input: ConfigInput<Schema>): LoadedConfig<z.output<Schema>> {
  const settings = listSettings(input.schema, input.prefix);
  const file = readConfigFile(input.file);
  if (file.kind === 'findings') return file;
  const given = [...fromEnvironment(settings, input), ...fromFlags(settings, input)];
  const unknown = unknownFlags(settings, input);
  const value = given.reduce<unknown>(
    (whole, { setting, value: each }) => withValue(whole, setting.path, each),
    file.value,
  );
  const parsed = input.schema.safeParse(value);
  if (parsed.success && unknown.length === 0) return { kind: 'settings', settings: parsed.data };
  const sourceOf = (path: readonly PropertyKey[]): string =>
    given.findLast(({ setting }) => startsWith(path, setting.path))?.source ?? file.sourceOf(path) ?? 'settings';
  const context = { settings, schema: configJsonSchema(input.schema), sourceOf };
  const issues = parsed.success ? [] : parsed.error.issues;
  return {
    kind: 'findings',
    findings: [...issues.flatMap((issue) => explainIssue(issue, context)), ...unknown],
  };
}

interface Given {
  readonly setting: Setting;
  readonly value: unknown;
  readonly source: string;
}

type Input = Omit<ConfigInput<ConfigSchema>, 'schema'>;

function fromEnvironment(settings: readonly Setting[], { environment = {} }: Input): Given[] {
  return settings.flatMap((setting) => {
    const names = [...(setting.variable === undefined ? [] : [setting.variable]), ...setting.otherVariables];
    const name = names.find((each) => (environment[each] ?? '') !== '');
    const text = name === undefined ? undefined : environment[name];
    if (text === undefined) return [];
    return [{ setting, value: spelledOut(text, setting), source: `environment ${name}` }];
  });
}

function fromFlags(settings: readonly Setting[], { flags = {} }: Input): Given[] {
  return settings.flatMap((setting) => {
    const value = setting.flag === undefined ? undefined : flags[setting.flag];
    if (value === undefined) return [];
    return [
      {
        setting,
        value: typeof value === 'string' ? spelledOut(value, setting) : value,
        source: `flag --${setting.flag}`,
      },
    ];
  });
}

function unknownFlags(settings: readonly Setting[], { flags = {} }: Input): ConfigFinding[] {
  const known = settings.flatMap(({ flag }) => (flag === undefined ? [] : [`--${flag}`]));
  return Object.keys(flags)
    .filter((flag) => flags[flag] !== undefined && !known.includes(`--${flag}`))
    .map((flag) => ({
      source: `flag --${flag}`,
      setting: '',
      message: withSuggestion('There is no such flag', `--${flag}`, known),
    }));
}

/** A text as the type it is meant to be; as it is where it is not, for the schema to refuse. */
function spelledOut(text: string, { schema }: Setting): unknown {
  switch (schema.type) {
    case 'array':
      return text.split(',').map((item) => item.trim());
    case 'boolean':
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
    case 'integer':
    case 'number':
      return /^[-+]?[\d.]+$/.test(text) ? Number(text) : text;
    default:
      return text;
  }
}

function withValue(whole: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const base = typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? whole : {};
  return { ...base, [key]: withValue(Reflect.get(base, key), rest, value) };
}
