import { lex, type Piece } from './lexer.js';
import { parsePipeline, TokenReader } from './parse-expression.js';
import type { Node, Pipeline, Program } from './syntax.js';
import { TemplateError } from './template-error.js';

const deepest = 100;

/** Parses a Go text/template that may call `functions`. Throws a `template-syntax` {@link TemplateError} that names the line. */
export function parseTemplate(source: string, functions: ReadonlySet<string>): Program {
  return new Parser(lex(source), functions).program();
}

/** How a block ended: by `end`, or by an `else` whose remaining tokens (`if …`, `with …`) are unread. */
interface BlockEnd {
  readonly by: 'end' | 'else' | 'source';
  readonly reader: TokenReader | undefined;
}

class Parser {
  readonly #pieces: readonly Piece[];
  readonly #functions: ReadonlySet<string>;
  readonly #defined = new Map<string, readonly Node[]>();
  #position = 0;
  #depth = 0;

  constructor(pieces: readonly Piece[], functions: ReadonlySet<string>) {
    this.#pieces = pieces;
    this.#functions = functions;
  }

  program(): Program {
    const main: Node[] = [];
    const end = this.#block(main);
    if (end.reader !== undefined) throw end.reader.fail(`unexpected {{${end.by}}}`);
    return { main, defined: this.#defined };
  }

  #block(nodes: Node[]): BlockEnd {
    this.#depth += 1;
    if (this.#depth > deepest) throw new TemplateError('template-syntax', 'the template is nested too deeply');
    for (;;) {
      const piece = this.#pieces[this.#position];
      this.#position += 1;
      if (piece === undefined) return this.#leave({ by: 'source', reader: undefined });
      if (piece.kind === 'text') {
        nodes.push(piece);
        continue;
      }
      const reader = new TokenReader(piece, this.#functions);
      if (reader.take('end')) return this.#leave({ by: 'end', reader });
      if (reader.take('else')) return this.#leave({ by: 'else', reader });
      nodes.push(...this.#action(reader));
      reader.end();
    }
  }

  #leave(end: BlockEnd): BlockEnd {
    this.#depth -= 1;
    return end;
  }

  #action(reader: TokenReader): readonly Node[] {
    const word = reader.peek()?.kind === 'word' ? reader.peek()?.text : undefined;
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        reader.next();
        return [this.#control(word, reader)];
      case 'break':
      case 'continue':
        reader.next();
        return [{ kind: word }];
      case 'define':
        reader.next();
        this.#define(this.#name(reader), reader);
        return [];
      case 'template':
      case 'block':
        reader.next();
        return [this.#template(word, reader)];
      default: {
        const pipeline = parsePipeline(reader);
        return [{ kind: 'print', pipeline, line: reader.line }];
      }
    }
  }

  #control(kind: 'if' | 'with' | 'range', reader: TokenReader): Node {
    const pipeline = parsePipeline(reader);
    const body: Node[] = [];
    const otherwise: Node[] = [];
    const end = this.#block(body);
    if (end.by === 'else') this.#otherwise(kind, end.reader, otherwise);
    else this.#mustEnd(end, reader);
    return { kind, pipeline, body, otherwise, line: reader.line };
  }

  /** What follows an `else`: another `if` or `with` that shares the `end`, or a body. */
  #otherwise(kind: 'if' | 'with' | 'range', reader: TokenReader | undefined, nodes: Node[]): void {
    if (reader === undefined) return;
    if (kind !== 'range' && reader.take(kind)) {
      nodes.push(this.#control(kind, reader));
      reader.end();
      return;
    }
    reader.end();
    this.#mustEnd(this.#block(nodes), reader);
  }

  #mustEnd(end: BlockEnd, opened: TokenReader): void {
    if (end.by !== 'end') throw opened.fail('{{end}} is missing');
    end.reader?.end();
  }

  #name(reader: TokenReader): string {
    const token = reader.next();
    if (token?.kind !== 'string') throw reader.fail('a template name in quotes is expected');
    return token.text;
  }

  #define(name: string, reader: TokenReader): void {
    const body: Node[] = [];
    this.#mustEnd(this.#block(body), reader);
    this.#defined.set(name, body);
  }

  #template(word: 'template' | 'block', reader: TokenReader): Node {
    const name = this.#name(reader);
    const pipeline: Pipeline | undefined = reader.peek() === undefined ? undefined : parsePipeline(reader);
    if (word === 'block') this.#define(name, reader);
    return { kind: 'template', name, pipeline, line: reader.line };
  }
}
