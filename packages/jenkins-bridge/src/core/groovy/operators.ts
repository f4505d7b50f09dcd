/** How tightly each operator between two values binds. */
export const precedence: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<=>': 6,
  '=~': 6,
  '==~': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  in: 7,
  instanceof: 7,
  as: 7,
  '<<': 8,
  '>>': 8,
  '>>>': 8,
  '..': 8,
  '..<': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 11,
};

/** The operators that write to what is on their left. */
export const assigning: ReadonlySet<string> = new Set(
  ['', '+', '-', '*', '/', '%', '**', '<<', '>>', '>>>', '&', '|', '^'].map((operator) => `${operator}=`),
);

/** The operators before a value. */
export const prefixes: ReadonlySet<string> = new Set(['!', '-', '+', '++', '--', '~']);

/** Those that may begin a statement, and so do not go on with the line before. */
export const ambiguousAtLineStart: ReadonlySet<string> = new Set(['+', '-', '++', '--', '<', '*']);

/** What leads to a member: also at the start of a line. */
export const dots: ReadonlySet<string> = new Set(['.', '?.', '*.', '.&', '.@', '::']);
