/** A fenced block of a Markdown page. */
export interface Block {
  /** Of its first line of text, from 1. */
  readonly line: number;
  /** `sh`, `yaml`; empty where the fence says none. */
  readonly language: string;
  /** What follows it on the fence: `exit=10` is 10 under `exit`, a lone word is the empty text under its name. */
  readonly marks: ReadonlyMap<string, string>;
  readonly text: string;
}

/** The fenced blocks of a page, in their order. Throws where one is not closed. */
export function readBlocks(page: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = page.split('\n');
  let open: { readonly fence: string; readonly info: string; readonly start: number } | undefined;
  for (const [index, line] of lines.entries()) {
    if (open === undefined) {
      const [, fence, info = ''] = /^\s*(`{3,})(.*)$/.exec(line) ?? [];
      if (fence !== undefined) open = { fence, info, start: index + 1 };
    } else if (line.trim() === open.fence) {
      const text = lines.slice(open.start, index).map((one) => `${one}\n`);
      blocks.push({ line: open.start + 1, ...readInfo(open.info), text: text.join('') });
      open = undefined;
    }
  }
  if (open !== undefined) throw new SyntaxError(`The block at line ${open.start} is not closed`);
  return blocks;
}

function readInfo(info: string): Pick<Block, 'language' | 'marks'> {
  const [language = '', ...words] = info.trim().split(/\s+/);
  const marks = words.map((word): [string, string] => {
    const [name = '', ...value] = word.split('=');
    return [name, value.join('=')];
  });
  return { language, marks: new Map(marks) };
}
