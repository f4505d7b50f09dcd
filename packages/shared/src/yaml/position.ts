import { YamlError, type YamlErrorCode, type YamlPosition } from './yaml-error.js';

/** The line and column of an offset. Lines end with LF, CRLF or a lone CR. */
export function positionAt(text: string, offset: number): YamlPosition {
  const before = text.slice(0, offset);
  const breaks = before.match(/\r\n|\r|\n/g)?.length ?? 0;
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return { line: breaks + 1, column: offset - lineStart + 1 };
}

/** A {@link YamlError} with one finding. */
export function yamlErrorAt(
  text: string,
  offset: number,
  finding: { readonly code: YamlErrorCode; readonly message: string; readonly hint?: string },
): YamlError {
  const { code, message, hint } = finding;
  return new YamlError(code, [{ ...positionAt(text, offset), message }], { hint });
}
