import type { UpdateSettings, VerificationSettings, WriteBackSettings } from '../settings.js';

/** Lays settings over each other, field by field: the later wins where it says anything. A list replaces the list before it. */
export function mergeUpdateSettings(...levels: readonly (UpdateSettings | undefined)[]): UpdateSettings {
  return Object.assign({}, ...levels.map(present));
}

/** Lays verification settings over each other, field by field. Undefined where no level says anything: then nothing is verified. */
export function mergeVerification(
  ...levels: readonly (VerificationSettings | undefined)[]
): VerificationSettings | undefined {
  const said = levels.filter((level) => level !== undefined);
  return said.length === 0 ? undefined : Object.assign({}, ...said.map(present));
}

/** Lays write-back settings over each other, field by field, except that a pull request replaces the one before it whole. */
export function mergeWriteBack(...levels: readonly (WriteBackSettings | undefined)[]): WriteBackSettings {
  const git = levels.map((level) => level?.gitConfig).filter((config) => config !== undefined);
  const merged: WriteBackSettings = Object.assign({}, ...levels.map(present));
  return git.length === 0 ? merged : { ...merged, gitConfig: Object.assign({}, ...git.map(present)) };
}

/** The fields that say something. */
function present(level: object | undefined): object {
  return Object.fromEntries(Object.entries(level ?? {}).filter(([, value]) => value !== undefined));
}
