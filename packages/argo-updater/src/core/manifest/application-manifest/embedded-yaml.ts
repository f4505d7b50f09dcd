import { editYaml, readYaml, type YamlEdit, type YamlPath } from '@towline/shared/yaml';

/** A string that holds YAML within a document. */
export interface EmbeddedYaml {
  /** Index of the document in the file. */
  readonly document: number;
  readonly path: YamlPath;
}

/**
 * Makes edits in the YAML within a string, and in the lines of a literal block changes only those that change. A string of another style
 * is written anew as a whole.
 */
export function editEmbedded(text: string, place: EmbeddedYaml, edits: readonly YamlEdit[]): string {
  // One by one, for what stands between two changed lines is not to be written again.
  return edits.reduce((now, edit) => editOnce(now, place, edit), text);
}

function editOnce(text: string, { document, path }: EmbeddedYaml, edit: YamlEdit): string {
  const holder = readYaml(text)[document];
  const before = holder?.textOf(path) ?? '';
  const after = editYaml(before, [edit]).text;
  if (holder === undefined || after === before) return text;
  const inLines = replaceLines(text, { header: holder.positionOf(path).line, before, after });
  // What follows the block is the same text behind the same indentation, so that the block alone has to be looked at.
  if (inLines !== undefined && readYaml(inLines)[document]?.textOf(path) === after) return inLines;
  return editYaml(text, [{ kind: 'set', path, value: after, document }]).text;
}

interface BlockChange {
  /** Line of the block's `|`, from 1: its own lines follow. */
  readonly header: number;
  readonly before: string;
  readonly after: string;
}

/** Replaces the lines of a literal block that change; undefined where the string is none. */
function replaceLines(text: string, { header, before, after }: BlockChange): string | undefined {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const [old, now] = [before.split('\n'), after.split('\n')];
  const first = firstDifference(old, now);
  const fromEnd = firstDifference(old.slice(first).reverse(), now.slice(first).reverse());
  const removed = old.slice(first, old.length - fromEnd);
  const added = now.slice(first, now.length - fromEnd);
  const indent = indentOf(lines, { header, old });
  const start = header + first;
  const replaced = lines.slice(start, start + removed.length);
  const isSame = removed.every((line, index) => replaced[index] === `${indent}${line}${breakOf(replaced[index])}`);
  const lineBreak = breakOf(lines[header - 1]);
  const fits = isSame && breakOf(lines[start - 1]) !== '';
  if (indent === undefined || !fits) return undefined;
  const fresh = added.map((line, index) => {
    // The last line of a text without a last line break stays without.
    const end = index === added.length - 1 && replaced.length > 0 ? breakOf(replaced.at(-1)) : lineBreak;
    return (line === '' ? '' : indent + line) + end;
  });
  return [...lines.slice(0, start), ...fresh, ...lines.slice(start + removed.length)].join('');
}

/** The line break at the end of a line; empty for the last line of a text that has none. */
function breakOf(line = ''): string {
  return /[\r\n]*$/.exec(line)?.[0] ?? '';
}

/** What stands before the lines of a literal block; undefined where lines and text do not go together. */
function indentOf(
  lines: readonly string[],
  { header, old }: { readonly header: number; readonly old: readonly string[] },
): string | undefined {
  const index = old.findIndex((line) => line !== '');
  const whole = lines[header + index] ?? '';
  const line = whole.slice(0, whole.length - breakOf(whole).length);
  const text = old[index] ?? '';
  const indent = line.slice(0, line.length - text.length);
  return index !== -1 && line === indent + text && indent.trim() === '' ? indent : undefined;
}

function firstDifference(a: readonly string[], b: readonly string[]): number {
  const shorter = Math.min(a.length, b.length);
  const found = a.slice(0, shorter).findIndex((line, index) => line !== b[index]);
  return found === -1 ? shorter : found;
}
