import type { GroovyNode } from '../../groovy/syntax-tree.js';
import { type Call, isStep, named, positional } from './call.js';

/** One command of a script, with where it begins in the Jenkinsfile. */
export interface ShellCommand {
  readonly text: string;
  readonly start: number;
}

/** A script that a step runs. */
export interface ShellScript {
  readonly call: Call;
  /** As it is written, one character of the Jenkinsfile each; what is no string is `$`. */
  readonly text: string;
  readonly start: number;
  readonly commands: readonly ShellCommand[];
}

const shells = ['sh', 'bat', 'powershell', 'pwsh'];

/** The script that a call runs; undefined where it runs none, or one that the file does not show. */
export function shellScript(call: Call, source: string): ShellScript | undefined {
  if (!isStep(call, ...shells)) return undefined;
  const node = named(call, 'script') ?? positional(call)[0];
  const pieces = node === undefined ? [] : stringPieces(node);
  const [first] = pieces;
  if (first === undefined) return undefined;
  const text = blank(join(pieces, source));
  return { call, text, start: first.start, commands: commandsOf(text, first.start) };
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The insides of the strings that a text is put together of. */
function stringPieces(node: GroovyNode): readonly Piece[] {
  switch (node.kind) {
    case 'string':
      return [
        {
          start: node.start + node.quote.length,
          end: Math.max(node.end - node.quote.length, node.start + node.quote.length),
        },
      ];
    case 'operation':
      return node.operands.flatMap((operand) => (operand.kind === 'string' ? stringPieces(operand) : []));
    case 'call':
      // 'text'.stripIndent()
      return node.callee.kind === 'member' && node.callee.object.kind === 'string'
        ? stringPieces(node.callee.object)
        : [];
    default:
      return [];
  }
}

function join(pieces: readonly Piece[], source: string): string {
  let text = '';
  let at = pieces[0]?.start ?? 0;
  for (const { start, end } of pieces) {
    text += '$'.repeat(start - at) + source.slice(start, end);
    at = end;
  }
  return text;
}

/** Joined lines and comments become blanks of the same length. */
function blank(text: string): string {
  return text
    .replace(/\\+\r?\n/g, (all) => ' '.repeat(all.length))
    .replace(
      /(^|[\n;])([ \t]*)(#[^\n]*)/g,
      (_all, before, blanks, comment) => before + blanks + ' '.repeat(comment.length),
    );
}

/** More of a command is not looked at, so that no pattern takes long. */
const longestCommand = 2000;

/** What is between line ends, pipes and the like, blanks around it left out. */
function commandsOf(text: string, offset: number): readonly ShellCommand[] {
  return Array.from(text.matchAll(/[^\s;|&][^\n;|&]*/g), ({ 0: command, index }) => ({
    text: command.slice(0, longestCommand).trimEnd(),
    start: offset + index,
  }));
}

const leading = /^(?:(?:sudo|time|exec|then|do|else|if|!)\s+|[({]\s*|[A-Za-z_]\w*=\S*\s+)/;

/** What a command is, without the words before it that only say how it runs. */
export function bareCommand({ text }: ShellCommand): string {
  let bare = text;
  for (let match = leading.exec(bare); match !== null; match = leading.exec(bare)) bare = bare.slice(match[0].length);
  return bare;
}

/** Whether a command only says something. */
export function isEcho(command: ShellCommand): boolean {
  return /^(?:@?echo|printf|Write-Host|Write-Output|rem|:)(?:\s|$)/i.test(bareCommand(command));
}
