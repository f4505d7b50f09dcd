import type { YamlScalar } from './yaml-path.js';

/** How a scalar is written. */
export type ScalarStyle = 'plain' | 'double' | 'single';

/**
 * Plain text that some reader takes for something else than a string: YAML 1.2 and YAML 1.1 (yaml.v2, PyYAML, and through them Helm and
 * kubectl) are both in the field, and a tag such as `1.20`, `0x1`, `1e3`, `12345678`, `on`, `2024-01-02` or `1:30` must stay text for both.
 * Each text can be matched in one way only, so that a long one takes no longer than it is.
 */
const readsAsOther = [
  /^(?:~|null|true|false|yes|no|on|off|y|n|<<|=)?$/i,
  /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-f_]+)$/i,
  /^[-+]?[\d_]+(?::[0-5]?\d)*(?:\.[\d_]*)?$/,
  /^[-+]?(?:[\d_]+(?:\.[\d_]*)?|\.[\d_]+)(?:e[-+]?\d+)?$/i,
  /^[-+]?\.(?:inf|nan)$/i,
  /^\d{4}-\d\d?-\d\d?(?:(?:t|[ \t]+)\S.*)?$/i,
];

/** Whether a string may be written without quotes and reads back as itself, inside flow collections too where `flow`. */
export function isSafePlain(value: string, flow: boolean): boolean {
  if (readsAsOther.some((pattern) => pattern.test(value))) return false;
  // Indicators, and what marks a document's boundary or a gap that some reader takes for a comment or a key.
  if (/^[\s\-+?:,[\]{}#&*!|>'"%@`=.]/.test(value) && !/^\.[a-z]/i.test(value)) return false;
  if (/:(?:\s|$)|\s#|\s$/.test(value) || !isPrintable(value)) return false;
  return !(flow && /[,[\]{}]/.test(value));
}

/** Whether a string holds no line break, tab or character that YAML wants escaped. */
function isPrintable(value: string): boolean {
  return !/[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/u.test(value);
}

/** The scalar as text on one line, in the wanted style or in the next one that can say it. */
export function renderScalar(value: YamlScalar, style: ScalarStyle, flow: boolean): string {
  if (typeof value !== 'string') return value === null ? 'null' : String(value);
  if (style === 'plain' && isSafePlain(value, flow)) return value;
  if (style === 'single' && isPrintable(value)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
