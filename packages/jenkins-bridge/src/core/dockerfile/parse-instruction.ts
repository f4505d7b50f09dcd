import { closestWord } from '@towline/shared/text';
import { invalidAt } from './dockerfile-error.js';
import { readFlags, splitFlags } from './flags.js';
import type { FromInstruction, Instruction } from './instruction.js';
import { type InstructionText, parseCommand } from './instruction-text.js';
import { readJsonForm } from './json-form.js';
import type { LogicalLine } from './logical-lines.js';
import { parseAdd, parseCopy } from './parse-copy.js';
import { parseFrom } from './parse-from.js';
import { parseHealthCheck } from './parse-healthcheck.js';
import { parseArg, parsePairs } from './parse-names.js';

type Parser = (text: InstructionText) => Instruction | FromInstruction;

/** Every instruction there is. */
const parsers: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ['FROM', parseFrom],
  ['ARG', plain(parseArg)],
  ['COPY', parseCopy],
  ['ADD', parseAdd],
  ['ENV', plain((text) => ({ kind: 'env', ...written(text), pairs: parsePairs(text) }))],
  ['LABEL', plain((text) => ({ kind: 'label', ...written(text), pairs: parsePairs(text) }))],
  ['RUN', parseRun],
  ['CMD', plain((text) => ({ kind: 'cmd', ...written(text), command: parseCommand(text) }))],
  ['ENTRYPOINT', plain((text) => ({ kind: 'entrypoint', ...written(text), command: parseCommand(text) }))],
  ['SHELL', plain((text) => ({ kind: 'shell', ...written(text), words: parseShell(text) }))],
  ['EXPOSE', plain((text) => ({ kind: 'expose', ...written(text), values: someWords(text) }))],
  [
    'VOLUME',
    plain((text) => ({
      kind: 'volume',
      ...written(text),
      values: readJsonForm(text.rest, text.line) ?? someWords(text),
    })),
  ],
  ['USER', plain((text) => ({ kind: 'user', ...written(text), value: oneValue(text) }))],
  ['WORKDIR', plain((text) => ({ kind: 'workdir', ...written(text), value: oneValue(text) }))],
  ['STOPSIGNAL', plain((text) => ({ kind: 'stopsignal', ...written(text), value: oneValue(text) }))],
  ['MAINTAINER', plain((text) => ({ kind: 'maintainer', ...written(text), value: oneValue(text) }))],
  ['HEALTHCHECK', (text) => ({ kind: 'healthcheck', ...written(text), check: parseHealthCheck(text) })],
  ['ONBUILD', parseOnBuild],
]);

/** Reads one instruction. Throws a `DockerfileError` that says what is wrong with it. */
export function parseInstruction(
  { line, text, heredocs }: LogicalLine,
  escapeCharacter: string,
): Instruction | FromInstruction {
  const [, word = '', after = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const keyword = word.toUpperCase();
  const parser = parsers.get(keyword);
  if (parser === undefined) {
    const near = closestWord(keyword, parsers.keys());
    throw invalidAt(line, `there is no instruction ${word}`, near === undefined ? undefined : `Did you mean ${near}?`);
  }
  const { flags, rest } = splitFlags(after);
  const source = `${keyword} ${after}`.trim();
  return parser({ line, source, keyword, flags, rest: rest.trim(), heredocs, escapeCharacter });
}

function written({ line, source }: InstructionText) {
  return { line, source };
}

/** An instruction that has no flags. */
function plain(parse: Parser): Parser {
  return (text) => {
    readFlags(text.flags, { values: [] }, text);
    return parse(text);
  };
}

function parseRun(text: InstructionText): Instruction {
  readFlags(text.flags, { values: ['mount', 'network', 'security', 'device'], repeatable: ['mount', 'device'] }, text);
  if (text.rest === '') throw invalidAt(text.line, 'RUN wants a command');
  readJsonForm(text.rest, text.line);
  return { kind: 'run', ...written(text) };
}

function parseOnBuild(text: InstructionText): Instruction {
  oneValue(text);
  return { kind: 'onbuild', ...written(text) };
}

function parseShell({ rest, line }: InstructionText): readonly string[] {
  const words = readJsonForm(rest, line);
  if (words !== undefined && words.length > 0) return words;
  throw invalidAt(line, 'SHELL wants the JSON form', 'Write SHELL ["/bin/sh", "-c"].');
}

function someWords({ rest, line, keyword }: InstructionText): readonly string[] {
  const words = rest.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) throw invalidAt(line, `${keyword} wants at least one value`);
  return words;
}

function oneValue({ rest, line, keyword }: InstructionText): string {
  if (rest === '') throw invalidAt(line, `${keyword} wants a value`);
  return rest;
}
