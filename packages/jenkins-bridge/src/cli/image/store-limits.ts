import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { CliError, type Invocation, type OptionSpec, textOption } from '@towline/shared/cli';
import { parseDuration } from '@towline/shared/text';
import type { StoreLimits } from '../../core/image/plan-prune.js';

/** The options that say how much of the store stays. */
export const limitOptions: readonly OptionSpec[] = [
  {
    flag: 'cache-size',
    value: 'size',
    meaning: 'what the store may take, such as 20GB (default: TOWLINE_IMAGE_CACHE_SIZE, else 10GB)',
  },
  {
    flag: 'cache-age',
    value: 'duration',
    meaning: 'how long what nobody uses stays in it (default: TOWLINE_IMAGE_CACHE_AGE, else 720h)',
  },
];

/** The folder of the store. */
export function storeFolder(invocation: Invocation): string {
  const { environment } = invocation;
  const base = environment.XDG_CACHE_HOME || join(environment.HOME ?? homedir(), '.cache');
  return resolve(textOption(invocation, 'cache') ?? join(base, 'towline', 'images'));
}

/** How much of the store stays, by options or environment. */
export function readStoreLimits(invocation: Invocation): StoreLimits {
  const { TOWLINE_IMAGE_CACHE_SIZE, TOWLINE_IMAGE_CACHE_AGE } = invocation.environment;
  return {
    maxBytes: readSize(textOption(invocation, 'cache-size') ?? (TOWLINE_IMAGE_CACHE_SIZE || '10GB')),
    maxAgeMs: readAge(textOption(invocation, 'cache-age') ?? (TOWLINE_IMAGE_CACHE_AGE || '720h')),
  };
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function readSize(text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) ?([KMGT]i?)?B?$/i.exec(text) ?? [];
  const factor = units[unit.charAt(0).toUpperCase() + unit.slice(1).toLowerCase()];
  if (digits !== undefined && factor !== undefined) return Math.round(Number(digits) * factor);
  throw new CliError('cli-usage', `${text} is no size`, { hint: 'Write it as 500MB, 10GB or 10GiB.' });
}

function readAge(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new CliError('cli-usage', `${text} is not a duration`, { hint: 'Write it as 24h or 720h.' });
}

const steps = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size for people. */
export function sizeText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), steps.length - 1);
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${steps[step]}`;
}
