import type { PipelineInput } from '../pipeline/pipeline.js';

/** Where editors find the schema, seen from a repository that has the package installed. */
const schemaComment = '# yaml-language-server: $schema=node_modules/@towline/jenkins-bridge/schema/towline.schema.json';

/** A pipeline as the text of a `towline.yaml`. */
export function writePipeline(pipeline: PipelineInput): string {
  return `${schemaComment}\n${writeEntries(Object.entries(pipeline), '')}`;
}

function writeEntries(entries: readonly (readonly [string, unknown])[], indent: string): string {
  return entries
    .flatMap(([key, value]) => (value === undefined ? [] : [`${indent}${writeKey(key)}:${writeValue(value, indent)}`]))
    .join('');
}

/** What follows a colon, with the end of the line. */
function writeValue(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return value.length === 0 ? ' []\n' : `\n${value.map((item) => writeItem(item, inner)).join('')}`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0 ? ' {}\n' : `\n${writeEntries(entries, inner)}`;
  }
  return writeScalar(value, inner);
}

function writeItem(item: unknown, indent: string): string {
  const isCollection = typeof item === 'object' && item !== null && Object.keys(item).length > 0;
  if (!isCollection) return `${indent}-${writeValue(item, indent)}`;
  const block = Array.isArray(item)
    ? writeValue(item, indent).slice(1)
    : writeEntries(Object.entries(item), `${indent}  `);
  return `${indent}- ${block.slice(indent.length + 2)}`;
}

function writeScalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return ` ${JSON.stringify(value)}\n`;
  const isBlock = /^\S.*(?:\n.*)+$/.test(value) && !/[^\n\x20-\x7e]|[ ]\n|\n$|\n\n$/.test(value);
  if (isBlock) return ` |-\n${value.replace(/^(?=.)/gm, indent)}\n`;
  return ` ${isPlain(value) ? value : JSON.stringify(value)}\n`;
}

function writeKey(key: string): string {
  return isPlain(key) ? key : JSON.stringify(key);
}

/** Whether a text reads as itself without quotes: no sign or word in it means anything else in YAML. */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z/](?:[\w./=-]|:(?=\w)| (?=\S))*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  );
}
