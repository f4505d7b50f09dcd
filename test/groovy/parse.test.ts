import { expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';

describeEngine('reading Groovy', (engine) => {
  it.each([
    [`'a'`, 'a'],
    [`"a"`, 'a'],
    [String.raw`'it\'s \\ \n'`, "it's \\ \n"],
    [`'a$b'`, 'a$b'],
    [String.raw`"a\$b"`, 'a$b'],
    [`'''a\n'b'''`, "a\n'b"],
    [`"""a\n"b"""`, 'a\n"b'],
    ['/a\\/b/', 'a/b'],
    ['$/a/b/$', 'a/b'],
    [`'日本 😀'`, '日本 😀'],
  ])('gives the value of %s', async (literal, value) => {
    const { errors, literals } = await engine.parse(`x = ${literal}`);
    expect(errors).toEqual([]);
    expect(literals).toEqual([expect.objectContaining({ value, line: 1, column: 5 })]);
  });

  it('gives the parts of what is interpolated', async () => {
    const { literals } = await engine.parse(`node {\n  echo "a \${b} c \${d.e}"\n}`);
    expect(literals).toEqual([
      { parts: ['a ', ' c ', ''], expressions: ['b', 'd.e'], line: 2, column: 8, endLine: 2, endColumn: 25 },
    ]);
  });

  it('finds literals wherever they may stand, and no names', async () => {
    const script = `@Library('one') _
def f(a = 'two') { ['three': 'four', five: "six \${g('seven')}"] }
class C { def d = 'eight' }
x.y 'nine', { 'ten' } as Object`;
    const { literals } = await engine.parse(script);
    const values = literals.flatMap(({ value, parts }) => value ?? parts ?? []);
    expect(values).toEqual(['one', 'two', 'three', 'four', 'six ', '', 'seven', 'eight', 'nine', 'ten']);
  });

  it('gives the value of one with Unicode escapes, though not its place', async () => {
    const { literals } = await engine.parse(String.raw`x = [a: '\u0041', 'b': "\u0042"]`);
    expect(literals.map(({ value }) => value)).toEqual(expect.arrayContaining(['A', 'b', 'B']));
  });

  it('says where the syntax is wrong', async () => {
    const { errors, literals } = await engine.parse(`node {\n  sh 'a\n}`);
    expect(literals).toEqual([]);
    expect(errors).toEqual([{ message: expect.stringContaining('expecting'), line: 2, column: 8 }]);
  });
});
