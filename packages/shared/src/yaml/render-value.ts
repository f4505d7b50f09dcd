import type { BlockStyle } from './block-style.js';
import { renderScalar } from './scalar-text.js';
import type { YamlScalar, YamlValue } from './yaml-path.js';

/** Whether a value is written on one line. */
export function isYamlScalar(value: YamlValue): value is YamlScalar {
  return value === null || typeof value !== 'object';
}

/** `key: value` as lines, without the indentation of the key. */
export function renderEntry(key: string, value: YamlValue, style: BlockStyle): string[] {
  const name = renderScalar(key, style.key, false);
  if (isYamlScalar(value) || isEmpty(value)) return [`${name}: ${renderFlow(value, style, false)}`];
  const depth = ' '.repeat(isList(value) ? style.listIndent : style.indent);
  return [`${name}:`, ...renderBlock(value, style).map((line) => depth + line)];
}

/** A list item as lines, without the indentation of its dash. */
export function renderItem(value: YamlValue, style: BlockStyle): string[] {
  const [first = '', ...rest] = renderBlock(value, style);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}

/** Any value as lines. */
export function renderBlock(value: YamlValue, style: BlockStyle): string[] {
  if (isYamlScalar(value) || isEmpty(value)) return [renderFlow(value, style, false)];
  if (isList(value)) return value.flatMap((item) => renderItem(item, style));
  return Object.entries(value).flatMap(([key, each]) => renderEntry(key, each, style));
}

/** Any value on one line: `{a: [b, c]}`. */
export function renderFlow(value: YamlValue, style: BlockStyle, inFlow = true): string {
  if (isYamlScalar(value)) return renderScalar(value, style.value, inFlow);
  if (isList(value)) return `[${value.map((item) => renderFlow(item, style)).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, each]) => renderFlowEntry(key, each, style))
    .join(', ')}}`;
}

/** `key: value` on one line, inside a flow map. */
export function renderFlowEntry(key: string, value: YamlValue, style: BlockStyle): string {
  return `${renderScalar(key, style.key, true)}: ${renderFlow(value, style)}`;
}

/** Whether a value is a list. (`Array.isArray` does not narrow a union with a readonly array.) */
export function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isEmpty(value: YamlValue): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
