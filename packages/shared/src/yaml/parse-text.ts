import { type Document, type Node, parseAllDocuments } from 'yaml';
import { errorMessage } from '../errors/index.js';
import { positionAt } from './position.js';
import { YamlError, type YamlFinding } from './yaml-error.js';

/** A text with its documents. Offsets in the documents are offsets in the text. */
export interface ParsedText {
  readonly text: string;
  readonly documents: readonly Document.Parsed[];
}

/** A text, or what it was parsed to: who looks at a text and then edits it parses it once. */
export type YamlSource = string | ParsedText;

/** The text of a source, parsed now where it was not. */
export function parsedSource(source: YamlSource): ParsedText {
  return typeof source === 'string' ? parseText(source) : source;
}

/** Where a node stands: the start of its own source (behind anchor and tag), its end, and the end of what belongs to it. */
export type NodeRange = readonly [start: number, valueEnd: number, nodeEnd: number];

/** The range of a node that was parsed. */
export function rangeOf(node: Node): NodeRange {
  if (node.range === null || node.range === undefined) throw new TypeError('A parsed node has a range');
  return node.range;
}

/**
 * The text as the parser is to see it. The library does not know that a lone CR ends a line, as YAML 1.2 (5.4) says;
 * an LF in its place leaves every offset as it is.
 */
export function forParser(text: string): string {
  return text.replace(/\r(?!\n)/g, '\n');
}

/**
 * Parses every document. Throws `yaml-syntax` with all findings. Duplicate keys are among them where `uniqueKeys`; otherwise they are left to
 * who walks over them, since they matter only where a path meets them.
 */
export function parseText(text: string, { uniqueKeys = false }: { readonly uniqueKeys?: boolean } = {}): ParsedText {
  let documents: Document.Parsed[];
  try {
    documents = [
      ...parseAllDocuments(forParser(text), {
        keepSourceTokens: true,
        logLevel: 'silent',
        prettyErrors: false,
        uniqueKeys,
      }),
    ];
  } catch (error) {
    // Nesting that is deep enough exhausts the parser's stack.
    const message = `The text cannot be parsed: ${errorMessage(error)}`;
    throw new YamlError('yaml-syntax', [{ line: 1, column: 1, message }], { cause: error });
  }
  const [first, ...more] = documents.flatMap((document) => document.errors);
  if (first === undefined) return { text, documents };
  const finding = (error: { readonly pos: readonly [number, number]; readonly message: string }): YamlFinding => ({
    ...positionAt(text, error.pos[0]),
    message: error.message,
  });
  throw new YamlError('yaml-syntax', [finding(first), ...more.map(finding)]);
}
