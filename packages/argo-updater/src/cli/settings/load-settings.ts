import { CliError, type Invocation, readTextFile, textOption } from '@towline/shared/cli';
import { type ConfigFinding, listSettings, loadConfig } from '@towline/shared/config';
import { variablePrefix } from './setting-options.js';
import { type Settings, settingsSchema } from './settings-schema.js';

/**
 * The settings of an invocation: its flags before its environment before its file before the defaults. Throws `cli-config-invalid` with
 * everything that is wrong.
 */
export async function loadSettings(invocation: Invocation): Promise<Settings> {
  const { environment, options } = invocation;
  const path = textOption(invocation, 'config') ?? environment[`${variablePrefix}_CONFIG`];
  const file = path === undefined || path === '' ? undefined : { name: path, text: await readTextFile(path) };
  const known = new Set(listSettings(settingsSchema, variablePrefix).map(({ flag }) => flag));
  const flags = Object.fromEntries(Object.entries(options).filter(([flag]) => known.has(flag)));
  const loaded = loadConfig({ schema: settingsSchema, prefix: variablePrefix, file, environment, flags });
  if (loaded.kind === 'settings') return loaded.settings;
  throw new CliError('cli-config-invalid', `The settings are wrong:\n${loaded.findings.map(line).join('\n')}`, {
    hint: 'Mend what is listed; docs/reference/config.md has every setting.',
  });
}

function line({ source, setting, message }: ConfigFinding): string {
  return `  ${source}: ${setting === '' ? '' : `${setting}: `}${message}`;
}
