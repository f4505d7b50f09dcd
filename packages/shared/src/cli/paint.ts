const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** Colours of a text, or the text as it is where none are wanted. */
export type Paint = Readonly<Record<keyof typeof codes, (text: string) => string>>;

/** A {@link Paint} that colours, or not. */
export function createPaint(colors: boolean): Paint {
  const one = (name: keyof typeof codes) => (text: string) =>
    colors && text !== '' ? `\u001b[${codes[name][0]}m${text}\u001b[${codes[name][1]}m` : text;
  return {
    bold: one('bold'),
    dim: one('dim'),
    red: one('red'),
    green: one('green'),
    yellow: one('yellow'),
    cyan: one('cyan'),
  };
}

/** Leaves every text as it is. */
export const plain: Paint = createPaint(false);
