import { parseDuration } from '@towline/shared/text';
import type { Finding } from '../finding.js';
import { ownKey } from './annotation-key.js';
import { parseBoolean } from './boolean.js';
import { splitList } from './list.js';

/** What our own annotations say, of an Application or of one image. What is absent is inherited. */
export interface OwnSettings {
  readonly compat?: 'argocd-image-updater' | 'none' | undefined;
  readonly allowDowngrade?: boolean | undefined;
  readonly pin?: 'none' | 'digest' | undefined;
  readonly platforms?: readonly string[] | undefined;
  readonly extract?: string | undefined;
  readonly order?: 'asc' | 'desc' | undefined;
  readonly commitRepository?: string | undefined;
  readonly commitBranch?: string | undefined;
  readonly commitPattern?: string | undefined;
  readonly hold?: readonly string[] | undefined;
  /** Milliseconds since the epoch. */
  readonly holdUntil?: number | undefined;
  readonly holdReason?: string | undefined;
  readonly release?: readonly string[] | undefined;
  readonly onFailure?: 'none' | 'revert' | undefined;
  /** Milliseconds between two looks at an image repository. */
  readonly interval?: number | undefined;
  readonly cosignKey?: { readonly secretName: string; readonly key: string } | undefined;
}

/** A value that was read, and what was wrong with it. */
export interface ReadOwnSettings {
  readonly settings: OwnSettings;
  readonly findings: readonly Finding[];
}

type Annotations = Readonly<Record<string, string>>;

/** Reads our own annotations of an image, or those of the Application where no alias is given. Every bad value is a finding. */
export function readOwnSettings(annotations: Annotations, alias = ''): ReadOwnSettings {
  if (!Object.keys(annotations).some((key) => key.startsWith(ownKey('', alias)))) return nothing;
  const findings: Finding[] = [];
  const reader = createReader(annotations, alias, findings);
  const settings: OwnSettings = {
    compat: alias === '' ? reader.choice('compat', ['argocd-image-updater', 'none'] as const) : undefined,
    allowDowngrade: reader.boolean('allow-downgrade'),
    pin: reader.choice('pin', ['none', 'digest'] as const),
    platforms: alias === '' ? reader.list('platforms') : undefined,
    extract: reader.text('extract'),
    order: reader.choice('order', ['asc', 'desc'] as const),
    commitRepository: reader.text('commit-repository'),
    commitBranch: reader.text('commit-branch'),
    commitPattern: reader.text('commit-pattern'),
    hold: reader.list('hold'),
    holdUntil: reader.time('hold-until'),
    holdReason: reader.text('hold-reason'),
    release: reader.list('release'),
    onFailure: alias === '' ? reader.choice('on-failure', ['none', 'revert'] as const) : undefined,
    interval: alias === '' ? reader.interval('interval') : undefined,
    cosignKey: reader.secretKey('cosign-key'),
  };
  return { settings, findings };
}

const nothing: ReadOwnSettings = { settings: {}, findings: [] };

/** Lays the settings of an image over those of its Application. */
export function mergeOwnSettings(application: OwnSettings, image: OwnSettings): OwnSettings {
  const said = Object.fromEntries(Object.entries(image).filter(([, value]) => value !== undefined));
  return { ...application, ...said };
}

function createReader(annotations: Annotations, alias: string, findings: Finding[]) {
  const text = (name: string): string | undefined => annotations[ownKey(name, alias)]?.trim() || undefined;
  const refuse = (name: string, value: string, wanted: string): undefined => {
    const at = ownKey(name, alias);
    findings.push(badValue(at, value, wanted));
    return undefined;
  };
  return {
    text,
    list: (name: string): readonly string[] | undefined => {
      const items = splitList(text(name) ?? '').filter((item) => item !== '');
      return items.length === 0 ? undefined : items;
    },
    boolean: (name: string): boolean | undefined => {
      const value = text(name);
      return value === undefined ? undefined : (parseBoolean(value) ?? refuse(name, value, 'true or false'));
    },
    choice: <Value extends string>(name: string, values: readonly Value[]): Value | undefined => {
      const value = text(name);
      if (value === undefined) return undefined;
      return values.find((one) => one === value) ?? refuse(name, value, values.join(' or '));
    },
    time: (name: string): number | undefined => {
      const value = text(name);
      if (value === undefined) return undefined;
      const time = parseTime(value);
      return time ?? refuse(name, value, 'a time, such as 2026-12-24 or 2026-12-24T18:00:00Z');
    },
    interval: (name: string): number | undefined => {
      const value = text(name);
      if (value === undefined) return undefined;
      const milliseconds = parseDuration(value) ?? 0;
      return milliseconds >= 1_000 ? milliseconds : refuse(name, value, 'a duration of a second or more, such as 10m');
    },
    secretKey: (name: string): OwnSettings['cosignKey'] => {
      const value = text(name);
      const [, secretName, key] = /^([^/]+)\/([^/]+)$/.exec(value ?? '') ?? [];
      if (secretName !== undefined && key !== undefined) return { secretName, key };
      return value === undefined
        ? undefined
        : refuse(name, value, 'the name of a secret and of a key in it, as secret/key');
    },
  };
}

/** A date alone begins in UTC, wherever we run; a time says its zone. */
function parseTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text))
    return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The finding for a value that cannot be read. */
export function badValue(at: string, value: string, wanted: string): Finding {
  return {
    code: 'annotation-value',
    severity: 'error',
    at,
    message: `${JSON.stringify(value)} is not ${wanted}`,
    fix: `Write ${wanted}, or take the annotation out.`,
  };
}
