import { type Block, readBlocks } from './read-blocks.js';

/** What a command block lacks here: then it is read, and not run. */
export const needs = ['aws', 'cluster'] as const;

/** What a page has one do, in its order. */
export type Step =
  /** A file to write, as `yaml file=apps/cart.yaml` says. */
  | { readonly kind: 'file'; readonly line: number; readonly path: string; readonly text: string }
  /** Commands that are run. */
  | ({ readonly kind: 'run' } & Commands & Expected)
  /** Commands that are not run, since they need what no test has. */
  | ({ readonly kind: 'read'; readonly needs: (typeof needs)[number] } & Commands);

interface Commands {
  readonly line: number;
  readonly text: string;
}

/** How commands end, and what they write. */
export interface Expected {
  /** The exit codes of those that fail, in their order: `exit=10`. */
  readonly exit: readonly number[];
  /** What to wait for before they are interrupted, where they run until somebody stops them. */
  readonly until: string | undefined;
  /** The next block, where it is marked `output`: what they write to standard output. */
  readonly output: Block | undefined;
}

/** The steps of a page. Throws where a mark is misspelt, so that no block is left out by accident. */
export function pageSteps(page: string): readonly Step[] {
  const blocks = readBlocks(page);
  return blocks.flatMap((block, index): Step[] => {
    const { line, language, marks, text } = block;
    const path = marks.get('file');
    if (language === 'sh') return [commandStep(block, blocks[index + 1])];
    if (path !== undefined) return [{ kind: 'file', line, path, text }];
    return [];
  });
}

const known = ['needs', 'exit', 'until'];

function commandStep({ line, marks, text }: Block, next: Block | undefined): Step {
  const odd = [...marks.keys()].find((mark) => !known.includes(mark));
  if (odd !== undefined) throw new SyntaxError(`Line ${line}: no block can be marked ${odd}`);
  const lacking = marks.get('needs');
  if (lacking !== undefined) {
    const need = needs.find((one) => one === lacking);
    if (need === undefined) throw new SyntaxError(`Line ${line}: nothing can need ${lacking}`);
    return { kind: 'read', needs: need, line, text };
  }
  const exit = (marks.get('exit') ?? '').split(',').filter((code) => code !== '');
  const codes = exit.map(Number);
  if (codes.some((code) => !(code > 0))) throw new SyntaxError(`Line ${line}: exit=${exit} names no failure`);
  const output = next?.marks.has('output') ? next : undefined;
  return { kind: 'run', line, text, exit: codes, until: marks.get('until'), output };
}
