import type { OptionSpec } from '@towline/shared/cli';
import { listSettings, type Setting } from '@towline/shared/config';
import { type SettingsSection, settingsSchema } from './settings-schema.js';

/** What variables begin with. */
export const variablePrefix = 'TOWLINE';

const configOption: OptionSpec = {
  flag: 'config',
  value: 'path',
  path: true,
  meaning: 'a file with settings (variable TOWLINE_CONFIG)',
};

/** The flags of the settings in these sections, and the one that names the file. */
export function settingOptions(...sections: readonly SettingsSection[]): readonly OptionSpec[] {
  const settings = listSettings(settingsSchema, variablePrefix);
  const wanted = settings.filter(({ path: [section] }) => sections.some((each) => each === section));
  return [configOption, ...wanted.flatMap(toOption)];
}

function toOption({ flag, schema, meaning, default: usual }: Setting): readonly OptionSpec[] {
  if (flag === undefined) return [];
  const shown = usual === undefined || usual === false || isEmpty(usual) ? '' : ` (default: ${String(usual)})`;
  const spec = { flag, meaning: `${asPhrase(meaning)}${shown}` };
  if (schema.type === 'boolean') return [spec];
  const choices = schema.enum?.map(String);
  return [{ ...spec, value: valueName(flag, schema.type), ...(choices ? { choices } : {}), path: isPath(flag) }];
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** A sentence without its full stop, beginning small, as help is written. */
function asPhrase(sentence: string): string {
  const phrase = sentence.replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(phrase) && !/^(?:Docker|Argo)/.test(phrase)
    ? `${phrase.charAt(0).toLowerCase()}${phrase.slice(1)}`
    : phrase;
}

function isPath(flag: string): boolean {
  return ['kubeconfig', 'applications', 'docker-config', 'cache-dir'].includes(flag) || flag.endsWith('-path');
}

function valueName(flag: string, type: unknown): string {
  if (isPath(flag)) return 'path';
  if (type === 'array') return 'list';
  return type === 'integer' || type === 'number' ? 'number' : 'text';
}
