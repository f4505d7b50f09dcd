import { closestWord } from '../../text/index.js';
import { isYamlError, readYaml, type YamlDocument } from '../../yaml/index.js';
import { entryKeys, type RegistriesConf, registriesConfSchema, type WrittenEntry } from './registries-conf-schema.js';

/** One registry of registries.conf. */
export interface RegistryEntry {
  readonly name: string;
  /** As it is written. */
  readonly apiUrl: string;
  /** Empty where the entry is for images without a registry. */
  readonly prefix: string;
  /** Read for compatibility; registries are asked how they want to be asked anyway. */
  readonly ping: boolean;
  /** A reference; empty where none is given. */
  readonly credentials: string;
  /** How long credentials are used; until they are refused where 0. */
  readonly credsExpireMs: number;
  /** As it is written: `latest-first`, `latest-last` or `none` in any case, or empty. */
  readonly tagSortMode: string;
  readonly insecure: boolean;
  readonly caFile: string;
  readonly caData: string;
  readonly defaultNamespace: string;
  /** Requests a second; unlimited where 0. */
  readonly limit: number;
  readonly isDefault: boolean;
  /** Which API an ECR registry is asked by; by its own where AWS credentials are found and this is absent. */
  readonly api?: 'oci' | 'ecr' | undefined;
}

/** Something that is wrong with a file, and where. Both from 1. */
export interface ConfFinding {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What became of a registries.conf. */
export type RegistriesConfReading =
  | { readonly kind: 'valid'; readonly registries: readonly RegistryEntry[] }
  | { readonly kind: 'invalid'; readonly findings: readonly ConfFinding[] };

/**
 * Reads registries.conf: the fields of argocd-image-updater with their meaning, and `api`. Strict: unknown keys and values of another type
 * are findings, and all findings come at once.
 */
export function parseRegistriesConf(text: string): RegistriesConfReading {
  let documents: readonly YamlDocument[];
  try {
    documents = readYaml(text);
  } catch (error) {
    if (isYamlError(error)) return { kind: 'invalid', findings: error.findings };
    throw error;
  }
  const [document] = documents;
  if (document === undefined || document.value === null) return { kind: 'valid', registries: [] };
  const conf = registriesConfSchema.safeParse(document.value);
  const findings = conf.success
    ? checkTogether(conf.data, document)
    : conf.error.issues.flatMap((issue) => explain(issue, document));
  if (!conf.success || findings.length > 0) return { kind: 'invalid', findings };
  return { kind: 'valid', registries: (conf.data.registries ?? []).map(toEntry) };
}

type Issue = NonNullable<ReturnType<typeof registriesConfSchema.safeParse>['error']>['issues'][number];

function explain(issue: Issue, document: YamlDocument): ConfFinding[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code !== 'unrecognized_keys')
    return [{ ...document.positionOf(path), message: `${path.join('.')}: ${issue.message}` }];
  return issue.keys.map((key) => {
    const meant = closestWord(key, path.length === 0 ? ['registries'] : entryKeys);
    const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
    return {
      ...document.positionOf([...path, key]),
      message: `${[...path, key].join('.')}: there is no such key${hint}`,
    };
  });
}

/** What only shows when the entries are seen together. */
function checkTogether(conf: RegistriesConf, document: YamlDocument): ConfFinding[] {
  const withoutPrefix = (conf.registries ?? [])
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => !entry.prefix);
  const [first, ...others] = withoutPrefix;
  return others.map(({ entry, index }) => ({
    ...document.positionOf(['registries', index]),
    message: `${entry.name} needs a prefix: one registry only may be without, and that is ${first?.entry.name} already`,
  }));
}

function toEntry(entry: WrittenEntry): RegistryEntry {
  return {
    name: entry.name,
    apiUrl: entry.api_url,
    prefix: entry.prefix ?? '',
    ping: entry.ping ?? false,
    credentials: entry.credentials ?? '',
    credsExpireMs: entry.credsexpire ?? 0,
    tagSortMode: entry.tagsortmode ?? '',
    insecure: entry.insecure ?? false,
    caFile: entry.ca_file ?? '',
    caData: entry.ca_data ?? '',
    defaultNamespace: entry.defaultns ?? '',
    limit: entry.limit ?? 0,
    isDefault: entry.default ?? false,
    api: entry.api,
  };
}
