/** Statements of Groovy. Where one has line breaks of its own they belong to a literal, and nothing is put before its further lines. */
export type Code = readonly (string | Lines | Block)[];

/** A statement that is written on several lines, each of which is indented. */
export interface Lines {
  readonly kind: 'lines';
  readonly lines: readonly string[];
}

/** Statements between an opening line and a closing one. */
export interface Block {
  readonly kind: 'block';
  readonly open: string;
  readonly body: Code;
  readonly close: string;
}

/** `open {`, the body, `}`. */
export function block(open: string, body: Code, close = '}'): Block {
  return { kind: 'block', open: `${open} {`, body, close };
}

/** `try { … } finally { … }`. */
export function tryFinally(body: Code, last: Code): Code {
  return [
    { kind: 'block', open: 'try {', body, close: '' },
    { kind: 'block', open: '} finally {', body: last, close: '}' },
  ];
}

/** `if (condition) { … }`, or the code itself where there is no condition. */
export function onlyIf(condition: string | undefined, body: Code): Code {
  return condition === undefined ? body : [block(`if (${condition})`, body)];
}

/** `if (condition) { … } else { … }`. */
export function either(condition: string, body: Code, otherwise: Code): Code {
  return [
    { kind: 'block', open: `if (${condition}) {`, body, close: '' },
    { kind: 'block', open: '} else {', body: otherwise, close: '}' },
  ];
}

/** The lines of code, each with its line break. */
export function printCode(code: Code, depth = 0): string {
  return code.map((item) => printItem(item, depth)).join('');
}

function printItem(item: Code[number], depth: number): string {
  const indent = '  '.repeat(depth);
  if (typeof item === 'string') return item === '' ? '\n' : `${indent}${item}\n`;
  if (item.kind === 'lines') return item.lines.map((line) => `${line === '' ? '' : indent}${line}\n`).join('');
  const end = item.close === '' ? '' : `${indent}${item.close}\n`;
  return `${indent}${item.open}\n${printCode(item.body, depth + 1)}${end}`;
}
