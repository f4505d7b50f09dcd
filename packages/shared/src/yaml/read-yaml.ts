import type { Document } from 'yaml';
import { createSearch, type Located, locate, scalarText } from './locate.js';
import { type ParsedText, parseText, rangeOf, type YamlSource } from './parse-text.js';
import { positionAt } from './position.js';
import { readDocument } from './select-document.js';
import { isYamlError, type YamlPosition } from './yaml-error.js';
import type { YamlPath } from './yaml-path.js';

/** One document of a text. */
export interface YamlDocument {
  /** What it reads as by YAML 1.2; `unknown` until a schema accepts it. Null where it is empty. */
  readonly value: unknown;
  /** Where the value at a path stands; of a path that leads nowhere, the last place on the way. */
  positionOf(path: YamlPath): YamlPosition;
  /** The scalar at a path as it is spelled: `1.10` where `value` has the number 1.1. Undefined where no scalar is. */
  textOf(path: YamlPath): string | undefined;
}

/** How a text is read. */
export interface ReadOptions {
  /** Whether a key that stands twice in a map is a finding; otherwise the last one counts. */
  readonly uniqueKeys?: boolean | undefined;
}

/** Reads every document of a text. Throws `yaml-syntax` with every finding. */
export function readYaml(source: YamlSource, { uniqueKeys = false }: ReadOptions = {}): readonly YamlDocument[] {
  const parsed = typeof source === 'string' ? parseText(source, { uniqueKeys }) : source;
  return parsed.documents.map((document) => ({
    value: readDocument(parsed, document) ?? null,
    positionOf: (path) => positionOf(parsed, document, path),
    textOf: (path) => textOf(parsed, document, path),
  }));
}

function positionOf(parsed: ParsedText, document: Document.Parsed, path: YamlPath): YamlPosition {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(parsed, document, path.slice(0, length));
    if (offset !== undefined) return positionAt(parsed.text, offset);
  }
  return positionAt(parsed.text, document.contents?.range[0] ?? document.range[0]);
}

function offsetOf(parsed: ParsedText, document: Document.Parsed, path: YamlPath): number | undefined {
  const located = locateOrNothing(parsed, document, path);
  return located?.kind === 'found' ? rangeOf(located.node)[0] : undefined;
}

function textOf(parsed: ParsedText, document: Document.Parsed, path: YamlPath): string | undefined {
  const located = locateOrNothing(parsed, document, path);
  return located?.kind === 'found' ? scalarText(located.node) : undefined;
}

function locateOrNothing(parsed: ParsedText, document: Document.Parsed, path: YamlPath): Located | undefined {
  try {
    return locate(createSearch(parsed, document, true), path);
  } catch (error) {
    if (isYamlError(error)) return undefined;
    throw error;
  }
}
