/** A text that stands in the Dockerfile itself: `<<EOF`, some lines, `EOF`. */
export interface Heredoc {
  /** The word that ends it, which is also the name of the file. */
  readonly name: string;
  /** Whether variables in it are replaced: not where its word is quoted. */
  readonly expand: boolean;
  readonly content: string;
}

/** How a here-document begins. */
export interface HeredocStart {
  readonly name: string;
  readonly expand: boolean;
  /** `<<-`: tabs at the beginning of its lines are dropped. */
  readonly chomp: boolean;
}

const form = /^\d*<<(-?)(?:"([^"<>\s]+)"|'([^'<>\s]+)'|([^"'<>\s]+))$/;

/** The beginning of a here-document; undefined where the word is none. */
export function readHeredocStart(word: string): HeredocStart | undefined {
  const match = form.exec(word);
  if (match === null) return undefined;
  const [, dash = '', double, single, bare] = match;
  const name = double ?? single ?? bare ?? '';
  return { name, expand: bare !== undefined, chomp: dash === '-' };
}

/** Whether a line ends the here-document. */
export function endsHeredoc({ name, chomp }: HeredocStart, line: string): boolean {
  return (chomp ? line.replace(/^\t+/, '') : line) === name;
}

/** The here-document over these lines. */
export function toHeredoc({ name, expand, chomp }: HeredocStart, lines: readonly string[]): Heredoc {
  const kept = chomp ? lines.map((line) => line.replace(/^\t+/, '')) : lines;
  return { name, expand, content: kept.map((line) => `${line}\n`).join('') };
}
