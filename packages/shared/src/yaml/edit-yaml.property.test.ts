import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { type ConcretePath, editYaml, type YamlScalar } from './index.js';

/** A document as it is to be written: what it says and how. */
type Tree =
  | { readonly kind: 'scalar'; readonly source: string }
  | { readonly kind: 'block'; readonly header: string; readonly lines: readonly string[] }
  | { readonly kind: 'map' | 'list'; readonly flow: boolean; readonly members: readonly Member[] };

interface Member {
  readonly key: string;
  readonly value: Tree;
  readonly comment: string;
  readonly blanks: number;
}

interface Layout {
  readonly indent: number;
  readonly compact: boolean;
  readonly lineBreak: string;
}

/** The stretch of the text that is one scalar, known by the writer of the text and not by the code under test. */
interface Span {
  readonly path: ConcretePath;
  readonly start: number;
  readonly end: number;
}

/** Writes a tree and remembers where each scalar went. */
class Writer {
  text = '';
  readonly spans: Span[] = [];

  constructor(readonly layout: Layout) {}

  value(tree: Tree, path: ConcretePath, column: number): void {
    if (tree.kind === 'scalar' || tree.kind === 'block') this.scalar(tree, path, column);
    else if (tree.flow || tree.members.length === 0) this.flow(tree, path);
    else this.block(tree, path, column);
  }

  private scalar(tree: Tree & { kind: 'scalar' | 'block' }, path: ConcretePath, column: number): void {
    const start = this.text.length;
    if (tree.kind === 'scalar') this.text += tree.source;
    else {
      const pad = ' '.repeat(column + this.layout.indent);
      this.text += [tree.header, ...tree.lines.map((line) => pad + line), ''].join(this.layout.lineBreak);
    }
    if (this.text.length > start) this.spans.push({ path, start, end: this.text.length });
  }

  private flow(tree: Tree & { kind: 'map' | 'list' }, path: ConcretePath): void {
    this.text += tree.kind === 'map' ? '{' : '[';
    for (const [index, { key, value }] of tree.members.entries()) {
      if (index > 0) this.text += ', ';
      if (tree.kind === 'map') this.text += `${key}: `;
      this.value(flowing(value), [...path, tree.kind === 'map' ? key : index], 0);
    }
    this.text += tree.kind === 'map' ? '}' : ']';
  }

  private block(tree: Tree & { kind: 'map' | 'list' }, path: ConcretePath, column: number): void {
    for (const [index, { key, value, comment, blanks }] of tree.members.entries()) {
      this.text += this.layout.lineBreak.repeat(blanks) + ' '.repeat(column);
      this.text += tree.kind === 'map' ? `${key}:` : '-';
      const below = (value.kind === 'map' || value.kind === 'list') && !value.flow && value.members.length > 0;
      this.text += below ? comment + this.layout.lineBreak : ' ';
      const compact = value.kind === 'list' && tree.kind === 'map' && this.layout.compact;
      const depth = column + (below && !compact ? this.layout.indent : 0);
      this.value(value, [...path, tree.kind === 'map' ? key : index], depth);
      if (!below && value.kind !== 'block') this.text += comment + this.layout.lineBreak;
    }
  }
}

/** A tree that fits on one line. */
function flowing(tree: Tree): Tree {
  if (tree.kind === 'block') return { kind: 'scalar', source: 'was-a-block' };
  return tree.kind === 'scalar' ? tree : { ...tree, flow: true };
}

const source = fc.constantFrom(
  ...[
    'old',
    'nginx:1.0',
    'two words',
    '"double \\" \\u00e9"',
    "'it''s'",
    '1.0',
    '12',
    'true',
    'null',
    '~',
    '""',
    '2026-01-01',
    '&anchor x',
  ],
);
const { tree } = fc.letrec<{ tree: Tree; members: readonly Member[] }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: source.map((text): Tree => ({ kind: 'scalar', source: text })) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('block' as const),
        header: fc.constantFrom('|', '|-', '>', '>-  # folded'),
        lines: fc.array(fc.constantFrom('a', 'b: c', '# no comment'), { minLength: 1, maxLength: 3 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('map' as const, 'list' as const),
        flow: fc.boolean(),
        members: tie('members'),
      }),
    },
  ),
  members: fc.uniqueArray(
    fc.record({
      key: fc.constantFrom('a', 'image', 'new-tag', '"quoted key"', 'x.y/z'),
      value: tie('tree'),
      comment: fc.constantFrom('', '', ' # c', '   # "quoted" {x: y}'),
      blanks: fc.constantFrom(0, 0, 1, 2),
    }),
    { maxLength: 4, selector: ({ key }) => key },
  ),
}));
const layout = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  compact: fc.boolean(),
  lineBreak: fc.constantFrom('\n', '\r\n'),
});
const newValue = fc.oneof(
  fc.constantFrom<YamlScalar>(
    'nginx:1.1',
    '1.20',
    'yes',
    '',
    'a: b # c',
    'x, y',
    'two\nlines\n',
    ' lead',
    5,
    true,
    null,
  ),
  fc.string({ unit: 'grapheme' }),
);
/** Anchors and tags stand before the scalar, not in it. */
const behindProps = (span: Span, text: string): Span => ({
  ...span,
  start: span.start + (/^&anchor /.exec(text.slice(span.start, span.end))?.[0].length ?? 0),
});
const keyOf = (step: string | number): string | number => (typeof step === 'string' ? step.replaceAll('"', '') : step);

function patched(root: unknown, path: ConcretePath, value: YamlScalar): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(root) ? [...root] : { ...(root as object) };
  Reflect.set(copy, step, patched(Reflect.get(copy, step), rest, value));
  return copy;
}

describe('editYaml', () => {
  it('changes the bytes of the scalar it sets and no others, and the value it sets and no other', () => {
    fc.assert(
      fc.property(tree, layout, newValue, fc.nat(), (root, style, value, pick) => {
        const writer = new Writer(style);
        writer.value(
          { kind: 'map', flow: false, members: [{ key: 'root', value: root, comment: '', blanks: 0 }] },
          [],
          0,
        );
        const { text, spans } = writer;
        fc.pre(spans.length > 0 && (text.match(/&anchor/g)?.length ?? 0) < 2);
        const chosen = spans[pick % spans.length];
        if (chosen === undefined) return;
        const { start, end } = behindProps(chosen, text);
        const path = chosen.path.map(keyOf);

        const edited = editYaml(text, [{ kind: 'set', path, value }]);

        expect(edited.text.startsWith(text.slice(0, start))).toBe(true);
        expect(edited.text.endsWith(text.slice(end))).toBe(true);
        if (edited.changes.length > 0) expect(parse(edited.text)).toEqual(patched(parse(text), path, value));
        else expect(edited.text).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });
});
