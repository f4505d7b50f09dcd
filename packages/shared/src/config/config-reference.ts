import { type ConfigSchema, listSettings, type Setting } from './settings.js';

/** The reference of all settings as a Markdown table. */
export function configReference(schema: ConfigSchema, prefix: string): string {
  const head = ['| Setting | Type | Default | Meaning | Variable | Flag |', '| --- | --- | --- | --- | --- | --- |'];
  return `${[...head, ...listSettings(schema, prefix).map(row)].join('\n')}\n`;
}

function row(setting: Setting): string {
  const { name, type, required, meaning, variable, otherVariables, flag } = setting;
  const cells = [
    code(name),
    type,
    required ? 'required' : setting.default === undefined ? '' : code(JSON.stringify(setting.default)),
    meaning,
    [...(variable === undefined ? [] : [variable]), ...otherVariables].map(code).join(', '),
    flag === undefined ? '' : code(`--${flag}`),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
