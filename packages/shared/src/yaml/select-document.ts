import { type Document, isScalar, parseDocument } from 'yaml';
import { errorMessage } from '../errors/index.js';
import { isEmptyValue } from './locate.js';
import type { ParsedText } from './parse-text.js';
import { yamlErrorAt } from './position.js';

/** Which document of a text: by its index, by what it reads as, or the only one that is not empty. */
export type DocumentChoice = number | ((value: unknown) => boolean) | undefined;

/** A document and its index. */
export interface ChosenDocument {
  readonly document: Document.Parsed;
  readonly index: number;
}

/** The document that is meant. Throws `yaml-document-not-found` where none is, or several are. An empty text has one empty document. */
export function selectDocument(parsed: ParsedText, choice: DocumentChoice): ChosenDocument {
  const all = parsed.documents.map((document, index) => ({ document, index }));
  const matches =
    typeof choice === 'number'
      ? all.filter(({ index }) => index === choice)
      : typeof choice === 'function'
        ? all.filter(({ document }) => choice(readDocument(parsed, document)))
        : onlyFilled(all);
  const [first, second] = matches;
  if (first === undefined && all.length === 0 && typeof choice !== 'function') {
    return { document: parseDocument(''), index: 0 };
  }
  if (first !== undefined && second === undefined) return first;
  const message = first === undefined ? 'No document is the one that is meant' : 'More than one document is meant';
  throw yamlErrorAt(parsed.text, second?.document.range[0] ?? 0, { code: 'yaml-document-not-found', message });
}

function onlyFilled(all: readonly ChosenDocument[]): readonly ChosenDocument[] {
  const filled = all.filter(({ document: { contents } }) => {
    return contents !== null && !(isScalar(contents) && isEmptyValue(contents));
  });
  return filled.length > 0 ? filled : all.slice(-1);
}

/** What a document reads as. Throws `yaml-alias` where its aliases multiply without bound. */
export function readDocument(parsed: ParsedText, document: Document.Parsed): unknown {
  try {
    const value: unknown = document.toJS();
    return value;
  } catch (error) {
    const message = `The document cannot be read: ${errorMessage(error)}`;
    throw yamlErrorAt(parsed.text, document.range[0], { code: 'yaml-alias', message });
  }
}
