import { RenderError } from './render-error.js';

/** The language of commands on an agent. */
export interface Shell {
  /** The step that runs commands. */
  readonly step: 'sh' | 'bat';
  /** The text as one word of a command, whatever it has in it. */
  word(text: string): string;
  /** The value of an environment variable as one word. */
  variable(name: string): string;
  /** Ends a line whose command goes on. */
  readonly goesOn: string;
}

const sh: Shell = {
  step: 'sh',
  word: (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`),
  variable: (name) => `"$${name}"`,
  goesOn: ' \\',
};

const bat: Shell = { step: 'bat', word: batWord, variable: (name) => `"%${name}%"`, goesOn: ' ^' };

/** The shell of an agent's operating system. */
export function shellOf(os: 'unix' | 'windows'): Shell {
  return os === 'windows' ? bat : sh;
}

/**
 * Programs read a word between double quotes, with `\"` for a quote; cmd.exe, before them, must see no quote at all, or it would end where a
 * program does not end: so each sign that means something to it has a caret, and `%` in a batch file is doubled.
 */
function batWord(text: string): string {
  if (/[\r\n]/.test(text)) {
    throw new RenderError('render-line-break', `A command of Windows cannot take a text of several lines: ${text}`);
  }
  if (/^[\w@+=:,./\\-]+$/.test(text)) return text;
  const quoted = `"${text.replace(/(\\*)("|$)/g, (_match, slashes: string, quote: string) => `${slashes}${slashes}${quote && '\\"'}`)}"`;
  return quoted.replace(/[()!^"<>&|]/g, '^$&').replace(/%/g, '%%');
}
