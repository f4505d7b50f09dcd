import type { GroovyNode } from '../../groovy/syntax-tree.js';
import type { Span } from '../../groovy/token.js';
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

/** A string among those that a text is put together of: its insides, and what of them is code. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly codes: readonly Span[];
}

function stringPieces(node: GroovyNode): readonly Piece[] {
  switch (node.kind) {
    case 'string': {
      const start = node.start + node.quote.length;
      const codes = node.parts.filter(({ kind }) => kind === 'code');
      return [{ start, end: Math.max(node.end - node.quote.length, start), codes }];
    }
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
  for (const { start, end, codes } of pieces) {
    text += '$'.repeat(start - at);
    at = start;
    for (const code of codes) {
      text += source.slice(at, code.start) + codeText(source.slice(code.start, code.end));
      at = code.end;
    }
    text += source.slice(at, Math.max(at, end));
    at = Math.max(at, end);
  }
  return text;
}

/** A variable stays as it is; anything longer may look like a command, and so becomes a name of the same length. */
function codeText(code: string): string {
  if (/^\$(?:[\w.]+|\{[\w.]+\})$/.test(code)) return code;
  return `\${${'_'.repeat(Math.max(0, code.length - 3))}}`;
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
