import { CodedError, type CodedErrorOptions, isCodedError } from '../errors/index.js';

/** What can go wrong with YAML text: the codes of {@link YamlError}, for the reference page. */
export const yamlErrorCodes = {
  'yaml-syntax': 'The text is not YAML (a Helm template is not): every place is named with its line and column.',
  'yaml-document-not-found':
    'No document of the text is the one that is meant, or more than one is: name it by its index or by what it holds.',
  'yaml-path-not-found': 'The document has nothing at that path: correct the path, or allow that it is made.',
  'yaml-ambiguous':
    'A key of the path stands twice in its map, or several list items match: make it one, since readers differ in which one they take.',
  'yaml-not-a-collection': 'The path leads through a value that has no keys or items.',
  'yaml-not-a-scalar': 'The value at that path is a map or a list, and only scalars are replaced.',
  'yaml-alias':
    'The value comes from an anchor elsewhere, so that changing it changes other places too: edit the anchor, or allow aliases to be followed.',
  'yaml-tag':
    'The value has a tag that says what type it is (such as !!float or !encrypted), which the new value would contradict.',
  'yaml-not-editable':
    'The edit cannot be made without touching other bytes or changing what else the text means, so nothing was changed: edit it by hand.',
} as const;

/** One of {@link yamlErrorCodes}. */
export type YamlErrorCode = keyof typeof yamlErrorCodes;

/** A place in a text, as editors count: both from 1. */
export interface YamlPosition {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong, and where. */
export interface YamlFinding extends YamlPosition {
  readonly message: string;
}

/** Text that cannot be read, or an edit that cannot be made. The message names the first finding; a syntax error has all of them. */
export class YamlError extends CodedError<YamlErrorCode> {
  readonly line: number;
  readonly column: number;
  readonly findings: readonly YamlFinding[];

  constructor(
    code: YamlErrorCode,
    findings: readonly [YamlFinding, ...YamlFinding[]],
    options: CodedErrorOptions = {},
  ) {
    const [{ line, column, message }] = findings;
    super(code, `${message} at line ${line}, column ${column}`, options);
    this.line = line;
    this.column = column;
    this.findings = findings;
  }
}

/** Whether a caught value is a {@link YamlError}. */
export function isYamlError(error: unknown): error is YamlError {
  return isCodedError(error) && error.code in yamlErrorCodes;
}
