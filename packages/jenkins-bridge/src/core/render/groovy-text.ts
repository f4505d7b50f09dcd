/** A text that is put together when the pipeline runs. */
export type GroovyText = readonly (string | GroovyExpression)[];

/** Code that gives a value. */
export interface GroovyExpression {
  readonly expression: string;
}

/** Code as a part of a {@link GroovyText}. */
export function expression(code: string): GroovyExpression {
  return { expression: code };
}

/** A literal that Groovy reads as exactly this text: in single quotes, where nothing is put in; on several lines where the text has them. */
export function groovyString(text: string): string {
  if (!text.includes('\n')) return `'${escapeControls(text.replace(/[\\']/g, '\\$&'))}'`;
  return `'''${quotedLines(text)}'''`;
}

/** A text between three quotes. Only quotes that could be taken for the end are escaped, so that scripts stay readable. */
export function quotedLines(text: string): string {
  return escapeControls(text.replace(/\\/g, '\\\\').replace(/'(?='|$)/g, "\\'"));
}

/** Code for a text that is put together: a literal, the only expression itself, or a string in double quotes. */
export function groovyText(parts: GroovyText): string {
  const [first, ...rest] = parts;
  if (parts.every((part) => typeof part === 'string')) return groovyString(parts.join(''));
  if (rest.length === 0 && typeof first === 'object') return first.expression;
  const inner = parts.map((part) =>
    typeof part === 'string'
      ? escapeControls(part.replace(/[\\"$]/g, '\\$&').replace(/\n/g, '\\n'))
      : `\${${part.expression}}`,
  );
  return `"${inner.join('')}"`;
}

/** A literal of the text whose every line break stands as `\n`, for code that must stay on its line. */
export function groovyLine(text: string): string {
  return `'${escapeControls(text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n'))}'`;
}

/** Control characters would be lost or changed on the way to Jenkins, and half a character cannot be written at all. */
function escapeControls(text: string): string {
  return text
    .replace(/\r/g, '\\r')
    .replace(/[^\P{Cc}\n\t\r]|[\u2028\u2029\ufeff]|\p{Surrogate}/gu, (character) => unicodeEscape(character));
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** `[name: 'text', …]`, without what is undefined. */
export function groovyArguments(entries: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(entries)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
    .join(', ');
}
