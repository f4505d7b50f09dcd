import { describe, expect, it } from '@jest/globals';
import { goFunctions } from './functions.js';
import { sprigPatterns } from './sprig-patterns.js';
import { sprigStrings } from './sprig-strings.js';
import { sprigValues } from './sprig-values.js';
import { compileTemplate } from './template.js';
import { Struct, type Value } from './value.js';

const functions = { ...sprigPatterns, ...sprigStrings, ...sprigValues, ...goFunctions };
const data = new Struct({
  Name: 'web',
  Empty: '',
  Count: 2,
  Tags: ['a', 'b', 'c'],
  Labels: new Map<string, Value>([
    ['z', '26'],
    ['a', '1'],
  ]),
  Nested: new Struct({ Deep: 'down' }, 'printed'),
});

const render = (source: string): string => compileTemplate(source, functions).render(data);

describe('a template writes', () => {
  it.each<[what: string, source: string, expected: string]>([
    ['text as it stands', 'plain {text}', 'plain {text}'],
    ['a field', '{{.Name}}', 'web'],
    ['a nested field', '{{.Nested.Deep}}', 'down'],
    ['what String says of a struct', '{{.Nested}}', 'printed'],
    ['a list as Go prints it', '{{.Tags}}', '[a b c]'],
    ['a map with its keys in order', '{{.Labels}}', 'map[a:1 z:26]'],
    ['a missing key as no value', '{{.Labels.nope}}', '<no value>'],
    ['nothing for a comment', 'a{{/* gone */}}b', 'ab'],
    ['no space before {{-', 'a  {{- .Name}}', 'aweb'],
    ['no space after -}}', '{{.Name -}}  b', 'webb'],
    ['trimmed comments', 'a {{- /* gone */ -}} b', 'ab'],
    ['a minus sign that is no trim marker', '{{-3}}', '-3'],
    ['a quoted string with escapes', '{{"a\\n\\"b\\u00e9"}}', 'a\n"bé'],
    ['a raw string', '{{`a\\n`}}', 'a\\n'],
    ['a character as its number', "{{'a'}}", '97'],
    ['numbers in every spelling', '{{0x10}} {{0b11}} {{1_000}} {{1e3}} {{1.5}}', '16 3 1000 1000 1.5'],
    ['a pipeline', '{{.Name | printf "%s-%s" "x" | upper}}', 'X-WEB'],
    ['a call in parentheses', '{{(index .Tags 1) | upper}}', 'B'],
    ['a field of a call', '{{(index .Labels "a")}}', '1'],
    ['a variable', '{{$n := .Name}}{{$n}}', 'web'],
    ['an assigned variable', '{{$n := 1}}{{if true}}{{$n = 2}}{{end}}{{$n}}', '2'],
    ['an inner variable that does not leak', '{{$n := 1}}{{if true}}{{$n := 2}}{{end}}{{$n}}', '1'],
    ['the root from within', '{{range .Tags}}{{$.Name}}{{end}}', 'webwebweb'],
    ['if', '{{if .Name}}yes{{end}}', 'yes'],
    ['else', '{{if .Empty}}yes{{else}}no{{end}}', 'no'],
    ['else if', '{{if .Empty}}1{{else if .Name}}2{{else}}3{{end}}', '2'],
    ['with', '{{with .Nested}}{{.Deep}}{{end}}', 'down'],
    ['with and else', '{{with .Empty}}x{{else}}{{.Name}}{{end}}', 'web'],
    ['range over a list', '{{range .Tags}}<{{.}}>{{end}}', '<a><b><c>'],
    ['range with an index', '{{range $i, $t := .Tags}}{{if $i}},{{end}}{{$t}}{{end}}', 'a,b,c'],
    ['range over a map in key order', '{{range $k, $v := .Labels}}{{$k}}={{$v}};{{end}}', 'a=1;z=26;'],
    ['range and else', '{{range .Labels.nope}}x{{else}}none{{end}}', 'none'],
    ['break', '{{range .Tags}}{{if eq . "b"}}{{break}}{{end}}{{.}}{{end}}', 'a'],
    ['continue', '{{range .Tags}}{{if eq . "b"}}{{continue}}{{end}}{{.}}{{end}}', 'ac'],
    ['a defined template', '{{define "x"}}[{{.}}]{{end}}{{template "x" .Name}}', '[web]'],
    ['a block', '{{block "x" .Name}}<{{.}}>{{end}}', '<web>'],
    ['and, or, not', '{{and .Name .Count}} {{or .Empty .Name}} {{not .Empty}}', '2 web true'],
    ['or without evaluating the rest', '{{or .Name (index .Tags 9)}}', 'web'],
    ['comparisons', '{{eq .Count 2}} {{ne .Count 2}} {{lt 1 2}} {{ge "b" "a"}}', 'true false true true'],
    ['eq with several', '{{eq .Name "x" "web"}}', 'true'],
    ['len in bytes', '{{len "héllo"}}', '6'],
    ['slice', '{{slice "abcdef" 1 3}}', 'bc'],
    [
      'printf paddings',
      '{{printf "%-5s|%5d|%05d|%.2f|%q" .Name .Count 7 1.005 .Name}}',
      'web  |    2|00007|1.00|"web"',
    ],
    ['what printf is not given', '{{printf "%s %s" .Name}}', 'web %!s(MISSING)'],
    ['what printf is given too much', '{{printf "%s" .Name 7}}', 'web%!(EXTRA int=7)'],
    ['a verb that does not fit', '{{printf "%d" .Name}}', '%!d(string=web)'],
    ['html escapes', '{{html "<a&\\"b\\">"}}', '&lt;a&amp;&#34;b&#34;&gt;'],
  ])('%s', (_what, source, expected) => {
    expect(render(source)).toBe(expected);
  });
});

describe('a template calls', () => {
  it.each([
    ['{{regexMatch "^w.b$" .Name}} {{regexMatch "x" .Name}}', 'true false'],
    ['{{regexFind "[0-9]+" "a12b3"}}|{{regexFind "x" "a"}}', '12|'],
    ['{{regexFindAll "[0-9]" "a1b2c3" 2}} {{regexFindAll "[0-9]" "a1b2c3" -1}}', '[1 2] [1 2 3]'],
    ['{{regexReplaceAll "(a)(b)" "abab" "$2$1$$$1x"}}', 'ba$ba$'],
    [`{{regexReplaceAll "v(.)" "v1 v2" "$\{1}x$3"}}`, '1x 2x'],
    ['{{regexReplaceAllLiteral "a" "bab" "$1"}}', 'b$1b'],
    ['{{regexSplit "[-.]" "1.2-3" -1}} {{regexSplit "[-.]" "1.2-3" 2}}', '[1 2 3] [1 2-3]'],
    [
      '{{snakecase "FirstName of-it"}} {{kebabcase "fooBar"}} {{camelcase "foo_bar"}}',
      'first_name_of_it foo-bar FooBar',
    ],
    ['{{len .Tags}} {{len .Tags | plural "tag" "tags"}} {{plural "tag" "tags" 1}}', '3 tags tag'],
    ['{{range until 3}}{{.}}{{end}}', '012'],
  ])('%s', (source, expected) => {
    expect(render(source)).toBe(expected);
  });
});

describe('a template is refused', () => {
  it.each<[why: string, source: string, code: string, message: RegExp]>([
    ['an action is open', 'a\n{{.Name', 'template-syntax', /line 2.*not closed/],
    ['a block is open', '{{if .Name}}x', 'template-syntax', /end.*missing/],
    ['an end has no block', 'x{{end}}', 'template-syntax', /unexpected \{\{end/],
    [
      'a function is unknown, even where it is not reached',
      '{{if false}}{{env "HOME"}}{{end}}',
      'template-syntax',
      /"env" is not defined/,
    ],
    ['a parenthesis is open', '{{(len .Tags}}', 'template-syntax', /"\)" is missing/],
    ['a character has no place', '{{.Name ; 1}}', 'template-syntax', /unexpected ";"/],
    ['a value is given arguments', '{{.Name 1}}', 'template-syntax', /no function/],
    ['a field does not exist', '{{.Nope}}', 'template-execution', /"Nope"/],
    ['a variable does not exist', '{{$x}}', 'template-execution', /\$x/],
    ['kinds cannot be compared', '{{eq .Name .Count}}', 'template-execution', /cannot be compared/],
    ['a number is wanted', '{{add .Tags 1}}', 'template-execution', /number is expected/],
    ['a pattern is none', '{{regexMatch "(" .Name}}', 'template-execution', /no regular expression/],
    ['it says so', '{{fail "no ticket"}}', 'template-execution', /no ticket/],
    ['an index is out of range', '{{index .Tags 3}}', 'template-execution', /index below 3/],
    [
      'a template calls itself for ever',
      '{{define "x"}}{{template "x" .}}{{end}}{{template "x" .}}',
      'template-too-long',
      /deeply/,
    ],
    ['a loop does not end', '{{range 1000}}{{range 1000}}{{end}}{{end}}', 'template-too-long', /computes/],
    ['it writes without end', '{{range 1000}}{{repeat 10000 "x"}}{{end}}', 'template-too-long', /writes/],
    ['it is nested without end', '{{if 1}}'.repeat(200), 'template-syntax', /nested/],
  ])('where %s', (_why, source, code, message) => {
    expect(() => render(source)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });
});
