import type { Token } from './lexer.js';
import type { Expression, Pipeline } from './syntax.js';
import { TemplateError } from './template-error.js';

/** The tokens of one action, read from left to right. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  readonly #functions: ReadonlySet<string>;
  readonly line: number;
  #position = 0;

  constructor(action: { readonly tokens: readonly Token[]; readonly line: number }, functions: ReadonlySet<string>) {
    this.#tokens = action.tokens;
    this.#functions = functions;
    this.line = action.line;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#position + ahead];
  }

  next(): Token | undefined {
    const token = this.peek();
    this.#position += 1;
    return token;
  }

  /** Takes the next token where it is this symbol or word. */
  take(text: string): boolean {
    const token = this.peek();
    const found = token !== undefined && token.kind !== 'string' && token.text === text;
    if (found) this.#position += 1;
    return found;
  }

  fail(message: string): TemplateError {
    return new TemplateError('template-syntax', `template line ${this.line}: ${message}`);
  }

  /** A call of this function; throws where there is no such function. */
  call(name: string, args: readonly Expression[]): Expression {
    if (!this.#functions.has(name)) throw this.fail(`function ${JSON.stringify(name)} is not defined`);
    return { kind: 'call', name, args };
  }

  /** Throws where tokens are left. */
  end(): void {
    const token = this.peek();
    if (token !== undefined) throw this.fail(`unexpected ${JSON.stringify(token.text)}`);
  }
}

/** Reads `[$a[, $b] :=|=] command | command …`. */
export function parsePipeline(reader: TokenReader): Pipeline {
  const { variables, assigns } = parseVariables(reader);
  const commands: Expression[] = [];
  do {
    commands.push(parseCommand(reader));
  } while (reader.take('|'));
  return { commands, variables, assigns };
}

function parseVariables(reader: TokenReader): { variables: readonly string[]; assigns: boolean } {
  const first = reader.peek();
  if (first?.kind !== 'variable') return { variables: [], assigns: false };
  const second = reader.peek(1)?.text === ',' ? reader.peek(2) : undefined;
  const operator = reader.peek(second === undefined ? 1 : 3)?.text;
  if (operator !== ':=' && operator !== '=') return { variables: [], assigns: false };
  const variables = second === undefined ? [first.text] : [first.text, second.text];
  for (let i = 0; i < variables.length * 2; i += 1) reader.next();
  return { variables, assigns: operator === '=' };
}

function parseCommand(reader: TokenReader): Expression {
  const first = reader.peek();
  if (first?.kind === 'word' && !isConstant(first.text)) {
    reader.next();
    const args: Expression[] = [];
    while (startsOperand(reader.peek())) args.push(parseOperand(reader));
    return reader.call(first.text, args);
  }
  const operand = parseOperand(reader);
  if (startsOperand(reader.peek())) throw reader.fail('a value that is no function is given arguments');
  return operand;
}

function startsOperand(token: Token | undefined): boolean {
  return token !== undefined && (token.kind !== 'symbol' || token.text === '(' || token.text === '.');
}

function isConstant(word: string): boolean {
  return word === 'true' || word === 'false' || word === 'nil';
}

function parseOperand(reader: TokenReader): Expression {
  const token = reader.next();
  if (token === undefined) throw reader.fail('a value is missing');
  let operand = parseTerm(token, reader);
  for (let next = reader.peek(); next?.kind === 'field' && next.glued; next = reader.peek()) {
    reader.next();
    operand = { kind: 'field', of: operand, name: next.text.slice(1) };
  }
  return operand;
}

function parseTerm(token: Token, reader: TokenReader): Expression {
  switch (token.kind) {
    case 'string':
      return { kind: 'literal', value: token.text };
    case 'number':
      return { kind: 'literal', value: parseNumber(token.text, reader) };
    case 'variable':
      return { kind: 'variable', name: token.text };
    case 'field':
      return { kind: 'field', of: { kind: 'dot' }, name: token.text.slice(1) };
    case 'word':
      if (isConstant(token.text))
        return { kind: 'literal', value: token.text === 'nil' ? null : token.text === 'true' };
      return reader.call(token.text, []);
    case 'symbol':
      if (token.text === '.') return { kind: 'dot' };
      if (token.text === '(') return parseParenthesis(reader);
      throw reader.fail(`unexpected ${JSON.stringify(token.text)}`);
  }
}

function parseParenthesis(reader: TokenReader): Expression {
  const pipeline = parsePipeline(reader);
  if (!reader.take(')')) throw reader.fail('")" is missing');
  return { kind: 'pipeline', pipeline };
}

function parseNumber(text: string, reader: TokenReader): number {
  const value = Number(text.replaceAll('_', ''));
  if (Number.isNaN(value)) throw reader.fail(`${text} is no number`);
  return value;
}
