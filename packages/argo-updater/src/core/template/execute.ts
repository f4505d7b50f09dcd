import type { TemplateFunctions } from './functions.js';
import type { Expression, Node, Pipeline, Program } from './syntax.js';
import { TemplateError } from './template-error.js';
import { isList, isMap, isTrue, print, Struct, sortedKeys, type Value } from './value.js';

const mostSteps = 100_000;
const mostCharacters = 1_000_000;
const deepestCalls = 100;

/** Thrown through the interpreter by `break` and `continue`, caught by the innermost `range`. */
class LoopExit {
  readonly kind: 'break' | 'continue';

  constructor(kind: 'break' | 'continue') {
    this.kind = kind;
  }
}

/** Variables that are in sight, innermost first. */
interface Scope {
  readonly values: Map<string, Value>;
  readonly parent: Scope | undefined;
}

/** Runs a parsed template over data. One object per run: it counts what the run writes and computes. */
export class Execution {
  readonly #program: Program;
  readonly #functions: TemplateFunctions;
  #output: string[] = [];
  #characters = 0;
  #steps = 0;
  #calls = 0;

  constructor(program: Program, functions: TemplateFunctions) {
    this.#program = program;
    this.#functions = functions;
  }

  run(data: Value): string {
    this.#nodes(this.#program.main, data, newScope(data));
    return this.#output.join('');
  }

  #nodes(nodes: readonly Node[], dot: Value, scope: Scope): void {
    for (const node of nodes) this.#node(node, dot, scope);
  }

  #node(node: Node, dot: Value, scope: Scope): void {
    this.#count();
    switch (node.kind) {
      case 'text':
        this.#write(node.text);
        break;
      case 'print':
        this.#print(node.pipeline, dot, scope);
        break;
      case 'if':
      case 'with':
        this.#branch(node, dot, scope);
        break;
      case 'range':
        this.#range(node, dot, scope);
        break;
      case 'template':
        this.#template(node, dot, scope);
        break;
      case 'break':
      case 'continue':
        throw new LoopExit(node.kind);
    }
  }

  #print(pipeline: Pipeline, dot: Value, scope: Scope): void {
    const value = this.#pipeline(pipeline, dot, scope);
    this.#bind(pipeline, value, scope);
    if (pipeline.variables.length === 0) this.#write(print(value));
  }

  #branch(node: Extract<Node, { kind: 'if' | 'with' | 'range' }>, dot: Value, scope: Scope): void {
    const inner = { values: new Map<string, Value>(), parent: scope };
    const value = this.#pipeline(node.pipeline, dot, scope);
    this.#bind(node.pipeline, value, inner);
    if (isTrue(value)) this.#nodes(node.body, node.kind === 'with' ? value : dot, inner);
    else this.#nodes(node.otherwise, dot, inner);
  }

  #range(node: Extract<Node, { kind: 'if' | 'with' | 'range' }>, dot: Value, scope: Scope): void {
    const entries = this.#entries(this.#pipeline(node.pipeline, dot, scope));
    if (entries.length === 0) this.#nodes(node.otherwise, dot, scope);
    for (const [key, value] of entries) {
      this.#count();
      const inner = { values: new Map<string, Value>(), parent: scope };
      this.#bindEntry(node.pipeline, { key, value }, inner);
      try {
        this.#nodes(node.body, value, inner);
      } catch (exit) {
        if (!(exit instanceof LoopExit)) throw exit;
        if (exit.kind === 'break') return;
      }
    }
  }

  #entries(value: Value): readonly (readonly [Value, Value])[] {
    if (value === null || value === undefined) return [];
    if (isList(value)) return value.map((item, index) => [index, item]);
    if (isMap(value)) return sortedKeys(value).map((key) => [key, value.get(key)]);
    if (typeof value === 'number') return this.#numbersBelow(value);
    throw failure(`range cannot go over ${print(value)}`);
  }

  #numbersBelow(end: number): readonly (readonly [Value, Value])[] {
    if (end > mostSteps) throw new TemplateError('template-too-long', 'the template computes too much');
    return Array.from({ length: Math.max(0, end) }, (_none, index) => [index, index]);
  }

  #template(node: Extract<Node, { kind: 'template' }>, dot: Value, scope: Scope): void {
    const body = this.#program.defined.get(node.name);
    if (body === undefined) throw failure(`no template is named ${JSON.stringify(node.name)}`);
    this.#calls += 1;
    if (this.#calls > deepestCalls)
      throw new TemplateError('template-too-long', 'templates call each other too deeply');
    const data = node.pipeline === undefined ? null : this.#pipeline(node.pipeline, dot, scope);
    this.#nodes(body, data, newScope(data));
    this.#calls -= 1;
  }

  #pipeline(pipeline: Pipeline, dot: Value, scope: Scope): Value {
    let value: Value;
    let first = true;
    for (const command of pipeline.commands) {
      value = first ? this.#value(command, dot, scope) : this.#pipe(command, value, { dot, scope });
      first = false;
    }
    return value;
  }

  #pipe(command: Expression, last: Value, { dot, scope }: { dot: Value; scope: Scope }): Value {
    if (command.kind !== 'call') throw failure('a value is piped into something that is no function');
    return this.#call(command.name, [...command.args.map((arg) => this.#value(arg, dot, scope)), last]);
  }

  #value(expression: Expression, dot: Value, scope: Scope): Value {
    this.#count();
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'dot':
        return dot;
      case 'variable':
        return lookUp(expression.name, scope).values.get(expression.name);
      case 'field':
        return fieldOf(this.#value(expression.of, dot, scope), expression.name);
      case 'pipeline':
        return this.#pipeline(expression.pipeline, dot, scope);
      case 'call':
        if (expression.name === 'and' || expression.name === 'or') return this.#logic(expression, dot, scope);
        return this.#call(
          expression.name,
          expression.args.map((arg) => this.#value(arg, dot, scope)),
        );
    }
  }

  /** `and` and `or` stop at the first argument that settles the answer, and return it. */
  #logic(expression: Extract<Expression, { kind: 'call' }>, dot: Value, scope: Scope): Value {
    if (expression.args.length === 0) throw failure(`${expression.name} needs an argument`);
    let value: Value;
    for (const arg of expression.args) {
      value = this.#value(arg, dot, scope);
      if (isTrue(value) === (expression.name === 'or')) return value;
    }
    return value;
  }

  #call(name: string, args: readonly Value[]): Value {
    const implementation = this.#functions[name];
    if (implementation === undefined) throw failure(`function ${JSON.stringify(name)} is not defined`);
    return implementation(...args);
  }

  #bind(pipeline: Pipeline, value: Value, scope: Scope): void {
    const [name] = pipeline.variables;
    if (name === undefined) return;
    const target = pipeline.assigns ? lookUp(name, scope) : scope;
    target.values.set(name, value);
  }

  /** `range $i, $v := …` names both; `range $v := …` names the value. */
  #bindEntry(pipeline: Pipeline, entry: { readonly key: Value; readonly value: Value }, scope: Scope): void {
    const [first, second] = pipeline.variables;
    if (first === undefined) return;
    scope.values.set(first, second === undefined ? entry.value : entry.key);
    if (second !== undefined) scope.values.set(second, entry.value);
  }

  #write(text: string): void {
    this.#characters += text.length;
    if (this.#characters > mostCharacters) throw new TemplateError('template-too-long', 'the template writes too much');
    this.#output.push(text);
  }

  #count(): void {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw new TemplateError('template-too-long', 'the template computes too much');
  }
}

function newScope(data: Value): Scope {
  return { values: new Map([['$', data]]), parent: undefined };
}

function lookUp(name: string, scope: Scope): Scope {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.values.has(name)) return at;
  throw failure(`variable ${name} is not defined`);
}

function fieldOf(value: Value, name: string): Value {
  if (isMap(value)) return value.get(name);
  if (value instanceof Struct && Object.hasOwn(value.fields, name)) return value.fields[name];
  throw failure(`there is no field ${JSON.stringify(name)}`);
}

function failure(message: string): TemplateError {
  return new TemplateError('template-execution', message);
}
