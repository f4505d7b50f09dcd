import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A compiled expression in RE2 syntax, which matches in time linear in the text. It is not anchored. */
export type Expression = RE2JS;

/** An expression, or why the pattern is none and where. */
export type ExpressionReading =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'refused'; readonly problem: string; readonly position: number };

const maxPatternLength = 4096;
/** Repetitions multiply: a short pattern may compile into millions of instructions, and time is length times instructions. */
const maxProgramSize = 20_000;
const maxRemembered = 256;
const remembered = new Map<string, ExpressionReading>();

/** Compiles a pattern. The last few hundred are remembered, so that a policy may be compiled anew in every cycle. */
export function compileExpression(pattern: string): ExpressionReading {
  const known = remembered.get(pattern);
  if (known !== undefined) return known;
  const reading = compile(pattern);
  if (remembered.size >= maxRemembered) remembered.delete(remembered.keys().next().value ?? pattern);
  remembered.set(pattern, reading);
  return reading;
}

function compile(pattern: string): ExpressionReading {
  if (pattern.length > maxPatternLength) {
    return { kind: 'refused', problem: `longer than ${maxPatternLength} characters`, position: maxPatternLength };
  }
  try {
    const expression = RE2JS.compile(pattern);
    if (expression.programSize() <= maxProgramSize) return { kind: 'expression', expression };
    return { kind: 'refused', problem: 'its repetitions make it too large', position: 0 };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.getPattern() ?? '';
    return {
      kind: 'refused',
      problem: `${error.getDescription()}: ${part}`,
      position: Math.max(0, pattern.indexOf(part)),
    };
  }
}
