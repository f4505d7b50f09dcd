import { describe, expect, it } from '@jest/globals';
import { substitute } from './substitute.js';

const variables = new Map([
  ['name', 'value'],
  ['empty', ''],
  ['path', '/usr/local/bin'],
  ['file', 'archive.tar.gz'],
]);

describe('a text with variables', () => {
  it.each([
    ['a bare name', '$name', 'value'],
    ['a name that ends where a word would go on', '$names ${name}s', ' values'],
    ['an unset name', 'a${none}b', 'ab'],
    ['a dollar alone', 'a $ b$', 'a $ b$'],
    ['a dollar that is escaped', '\\$name', '$name'],
    ['an escaped escape character', '\\\\$name', '\\value'],
    ['single quotes', "'$name'", '$name'],
    ['double quotes', '"$name \'x\'"', "value 'x'"],
    ['escapes in double quotes', '"\\"\\$name\\x"', '"$name\\x'],
    ['parts in several quotes', 'a"b"\'c\'d', 'abcd'],
    ['a default', '${none:-d} ${empty:-d} ${empty-d} ${none-d}', 'd d  d'],
    ['an alternative', '${name:+a} ${empty:+a} ${empty+a} ${none+a}', 'a  a '],
    ['a default with a variable', '${none:-${name}/$name}', 'value/value'],
    ['a default in quotes', '${none:-"a b"}', 'a b'],
    ['the shortest beginning', '${path#*/}', 'usr/local/bin'],
    ['the longest beginning', '${path##*/}', 'bin'],
    ['the shortest end', '${file%.*}', 'archive.tar'],
    ['the longest end', '${file%%.*}', 'archive'],
    ['a pattern that matches nothing', '${file#x*}', 'archive.tar.gz'],
    ['a pattern with a question mark', '${name#v?}', 'lue'],
    ['the first match', '${path/\\/l/-L}', '/usr-Local/bin'],
    ['all matches', '${file//a/A}', 'Archive.tAr.gz'],
    ['a match without replacement', '${file/.gz}', 'archive.tar'],
    ['parameters of a shell, which are unset', 'a$1$@$?b', 'ab'],
  ])('%s', (_what, text, expected) => {
    expect(substitute(text, { variables, escapeCharacter: '\\', line: 1 })).toBe(expected);
  });

  it.each([
    ['a brace that is never closed', '${name', 'a } is missing'],
    ['a default that is never closed', '${name:-x', 'a } is missing'],
    ['braces without a name', '${}', '${ has no name'],
    ['an unknown substitution', '${name^^}', '${name^ is no substitution that is known'],
    ['an unknown one after a colon', '${name:x}', '${name:x is no substitution that is known'],
    ['a single quote that is never closed', "'a", "a ' is never closed"],
    ['a double quote that is never closed', '"a', 'a " is never closed'],
    ['a name that must be set', '${none:?say it}', 'none: say it'],
    ['a name that must be set, and why is not said', '${none?}', 'none: is not set'],
  ])('%s is refused', (_what, text, message) => {
    expect(() => substitute(text, { variables, escapeCharacter: '\\', line: 7 })).toThrow(`line 7: ${message}`);
  });

  it('keeps quotes in a here-document, and takes dollars literally that are escaped', () => {
    const how = { variables, escapeCharacter: '\\', line: 1, verbatim: true };
    expect(substitute(`it's "$name" \\$name \\\\ \\n`, how)).toBe(`it's "value" $name \\ \\n`);
  });
});
