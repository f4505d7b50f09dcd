import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { children } from './children.js';
import { longestSource, parseGroovy } from './parse.js';
import { positionsOf } from './positions.js';
import type { Argument, GroovyNode } from './syntax-tree.js';

const everything = readFileSync(new URL('testdata/everything.groovy', import.meta.url), 'utf8');

describe('parseGroovy', () => {
  it.each([
    // calls and commands
    ['checkout scm', 'checkout(scm)'],
    ["sh script: 'a', returnStatus: true", "sh(script: 'a', returnStatus: true)"],
    ["sh(script: 'a').trim()", "sh(script: 'a').trim()"],
    ["x = sh returnStdout: true, script: 'a'", "x = sh(returnStdout: true, script: 'a')"],
    ["stage('a') { b }", "stage('a', {b})"],
    ['node { a; b }', 'node({a; b})'],
    ['retry(3) { a() }', 'retry(3, {a()})'],
    ['parallel a: { b },\n c: { d }', 'parallel(a: {b}, c: {d})'],
    ['a b c d', 'a(b).c(d)'],
    ['list\n  .each { it }\n  .size()', 'list.each({it}).size()'],
    ['"$name"(1)', '"${name}"(1)'],
    ["a?.b*.c.'d e'", "a.b.c.'d e'"],
    ['@Library("x") _', '@Library("x") _'],
    ['echo -1', '(echo - 1)'],
    // closures
    ['{ a, String b = 1 -> c }', '{a, b -> c}'],
    ['x.collect { k, v -> [k, v] }', 'x.collect({k, v -> [k, v]})'],
    ['a { -> b }', 'a({b})'],
    // values
    ['[:]', '[:]'],
    ["[a: 1, 'b-c': 2, (d): 3]", '[a: 1, b-c: 2, ?: 3]'],
    ['[1, [2], *c]', '[1, [2], c]'],
    ['a + b - c * d', '(a + b - (c * d))'],
    ['a || !b && c == d', '(a || ((!b) && (c == d)))'],
    ['a ? b : c ?: d', 'a ? b : c ?: d'],
    ['(String) a', '<String>a'],
    ['a as List<String>', '<List<String>>a'],
    ['(a)', 'a'],
    ['new a.B(c)[1]', 'new a.B(c)[1]'],
    ['a ==~ /b/ && c in d', '((a ==~ /b/) && (c in d))'],
    // declarations
    ['def a = 1, b', 'def a = 1, b'],
    ['String a', 'def a'],
    ['final Map<String, List<X>> a = [:]', 'def a = [:]'],
    ['def (a, b) = c', 'def a = c, b'],
    ['int[] a = b', 'def a = b'],
    ['def a(b, String c = 1) { d }', 'def a(b, c) {d}'],
    ['@NonCPS\nString a() { b }', '@NonCPS def a() {b}'],
    ['class A extends B { int c = 1 }', 'class A {def c = 1}'],
    // control
    ['if (a) b\nelse if (c) d else { e }', 'if a b else if c d else {e}'],
    ['for (int i = 0; i < n; i++) a', 'loop def i = 0; (i < n); (i++) a'],
    ['for (a in b) { c }', 'loop (a in b) {c}'],
    ['for (def a : b) { c }', 'loop def a; b {c}'],
    ['while (a) { b }', 'loop a {b}'],
    ['do { a } while (b)', 'loop b {a}'],
    ['try { a } catch (B | C e) { d } finally { f }', 'try {a} catch {d} finally {f}'],
    ["switch (a) { case 'b': c; break\n default: d }", "switch a {case 'b'; c; break; default: d}"],
    ['return a ?: b', 'return a ?: b'],
    ['assert a : b', 'assert a, b'],
    ['import a.b.*', 'import a . b . *'],
    ['x: for (a in b) c', 'x: loop (a in b) c'],
    // lines
    ['a\n+ b', 'a; (+b)'],
    ['a +\n b', '(a + b)'],
    ['a\n && b', '(a && b)'],
    ['a(\n b,\n c\n)', 'a(b, c)'],
    ['a(b\n + c)\n+ d', 'a((b + c)); (+d)'],
    ['a([b\n - c, { d\n - e }])', 'a([(b - c), {d; (-e)}])'],
    ['a \\\n b', 'a(b)'],
    // strings with code
    ['"${a.b} $c ${d ? "e" : \'f\'}"', '"${a.b} ${c} ${d ? "e" : \'f\'}"'],
  ])('reads %j', (source, expected) => {
    expect(sketch(parseGroovy(source).body)).toBe(expected);
  });

  it.each([
    ['a ) b', 'Nothing that this ) could close is open.', 2],
    ['a { b', 'This { is not closed.', 2],
    ['a( { b )', 'This { is not closed.', 3],
    ["a 'b", 'The string is not closed.', 2],
    ['a "${b(}"', 'This ( is not closed.', 6],
  ])('reports %j', (source, message, start) => {
    expect(parseGroovy(source).problems).toEqual([expect.objectContaining({ message, start })]);
  });

  it('keeps what it understands of a line that it does not understand', () => {
    expect(sketch(parseGroovy('a -> => b { sh 1 }\nc').body)).toBe('a; opaque({sh(1)}); c');
  });

  it('reads a file with everything without an opaque node or a problem', () => {
    const { body, problems } = parseGroovy(everything);
    expect(problems).toEqual([]);
    expect(nodesOf(body).filter(({ kind }) => kind === 'opaque')).toEqual([]);
  });

  it('does not read a source that is too long', () => {
    const { body, problems } = parseGroovy('a\n'.repeat(longestSource));
    expect(body).toEqual([expect.objectContaining({ kind: 'opaque' })]);
    expect(problems).toHaveLength(1);
  });

  it.each([
    '(',
    '{',
    '[',
    '"${',
    'a(',
    'a{',
    'a[',
    '!',
    'a=',
    'a?b:',
    'a.',
    'a+',
    'if(a)b else ',
    '@A ',
    '(A)',
    'a:',
    'A<',
    '{a,',
    "'''",
    '= /',
  ])('survives %j twenty thousand times', (piece) => {
    const source = piece.repeat(20_000);
    const { body } = parseGroovy(source);
    expect(nodesOf(body).every(({ start, end }) => start >= 0 && start <= end && end <= source.length)).toBe(true);
  });

  it('gives positions within the text and within their parents, whatever the text', () => {
    const words = everything.split(/(?<=[\s(){}[\].,:'"/$])|(?=[\s(){}[\].,:'"/$])/);
    const source = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...words), { maxLength: 80 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(source, (text) => {
        const { body, problems } = parseGroovy(text);
        for (const node of nodesOf(body)) expect(isWithin(node, { start: 0, end: text.length })).toBe(true);
        for (const problem of problems) expect(isWithin(problem, { start: 0, end: text.length })).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('positionsOf', () => {
  it('counts lines and columns from one, whatever ends the lines', () => {
    const { positionAt, lineText } = positionsOf('a\r\nbc\nd\re');
    expect([0, 3, 4, 6, 8].map(positionAt)).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
    ]);
    expect([1, 2, 3, 4, 5].map(lineText)).toEqual(['a', 'bc', 'd', 'e', '']);
  });
});

interface Range {
  readonly start: number;
  readonly end: number;
}

function isWithin({ start, end }: Range, outer: Range): boolean {
  return outer.start <= start && start <= end && end <= outer.end;
}

function nodesOf(body: readonly GroovyNode[]): readonly GroovyNode[] {
  const found = [...body];
  for (const node of found) found.push(...children(node));
  return found;
}

/** A tree as text that shows its shape. */
function sketch(body: readonly GroovyNode[]): string {
  return body.map(one).join('; ');
}

function one(node: GroovyNode): string {
  switch (node.kind) {
    case 'string':
      return `${node.quote}${node.parts.map((part) => (part.kind === 'text' ? part.value : `\${${one(part.node)}}`)).join('')}${node.quote}`;
    case 'constant':
      return node.text;
    case 'name':
      return node.name;
    case 'member':
      return `${one(node.object)}.${node.name ?? (node.property === undefined ? '' : one(node.property))}`;
    case 'index':
      return `${one(node.object)}[${node.items.map(one).join(', ')}]`;
    case 'call':
      return `${one(node.callee)}(${given(node.arguments)})`;
    case 'new':
      return `new ${node.type}(${given(node.arguments)})`;
    case 'closure':
      return `{${node.parameters.length > 0 ? `${node.parameters.join(', ')} -> ` : ''}${sketch(node.body)}}`;
    case 'list':
      return `[${node.items.map(one).join(', ')}]`;
    case 'map':
      return `[${node.entries.length === 0 ? ':' : given(node.entries, '?')}]`;
    case 'operation':
      return operation(node.operators, node.operands, node.start);
    case 'conditional':
      return `${one(node.test)} ${node.whenTrue === undefined ? '?' : `? ${one(node.whenTrue)} `}: ${optional(node.whenFalse)}`;
    case 'cast':
      return `<${node.type}>${one(node.value)}`;
    case 'assignment':
      return `${one(node.target)} ${node.operator} ${one(node.value)}`;
    case 'declaration':
      return `def ${node.declarators.map(({ name, value }) => (value === undefined ? name : `${name} = ${one(value)}`)).join(', ')}`;
    default:
      return statement(node);
  }
}

function statement(node: GroovyNode): string {
  switch (node.kind) {
    case 'method':
      return `def ${node.name}(${node.parameters.join(', ')}) ${optional(node.body)}`;
    case 'class':
      return `class ${node.name} {${sketch(node.body)}}`;
    case 'block':
      return `{${sketch(node.body)}}`;
    case 'if':
      return `if ${one(node.test)} ${one(node.whenTrue)}${node.whenFalse === undefined ? '' : ` else ${one(node.whenFalse)}`}`;
    case 'loop':
      return `loop ${sketch(node.header)} ${optional(node.body)}`;
    case 'switch':
      return `switch ${one(node.subject)} {${sketch(node.body)}}`;
    case 'try':
      return `try ${one(node.body)}${node.handlers.map((handler) => ` catch ${one(handler)}`).join('')}${node.last === undefined ? '' : ` finally ${one(node.last)}`}`;
    case 'jump':
      return [node.word, node.values.map(one).join(', ')].filter((part) => part !== '').join(' ');
    case 'import':
      return node.text;
    case 'label':
      return `${node.name}: ${optional(node.statement)}`;
    case 'annotated':
      return [
        ...node.annotations.map(({ name, arguments: all }) => `@${name}${all.length > 0 ? `(${given(all)})` : ''}`),
        optional(node.statement),
      ].join(' ');
    default:
      return `${node.kind}(${children(node).map(one).join(', ')})`;
  }
}

function optional(node: GroovyNode | undefined): string {
  return node === undefined ? '' : one(node);
}

function given(all: readonly Argument[], unnamed = ''): string {
  return all.map(({ name = unnamed, value }) => (name === '' ? one(value) : `${name}: ${one(value)}`)).join(', ');
}

function operation(operators: readonly string[], operands: readonly GroovyNode[], start: number): string {
  const [first, ...rest] = operands.map(one);
  if (rest.length === 0)
    return operands[0]?.start === start ? `(${first}${operators[0]})` : `(${operators[0]}${first})`;
  return `(${[first, ...rest.map((operand, index) => `${operators[index]} ${operand}`)].join(' ')})`;
}
