import { invalidAt } from './dockerfile-error.js';
import { type Flags, readFlags } from './flags.js';
import { readHeredocStart } from './heredoc.js';
import type { AddInstruction, CopyInstruction, Copying } from './instruction.js';
import type { InstructionText } from './instruction-text.js';
import { readJsonForm } from './json-form.js';

const common = ['chown', 'chmod', 'exclude'];

/** Reads COPY. */
export function parseCopy(text: InstructionText): CopyInstruction {
  const rules = { values: ['from', ...common], switches: ['link', 'parents'], repeatable: ['exclude'] };
  const flags = readFlags(text.flags, rules, text);
  const from = flags.value('from');
  if (from?.includes('$')) {
    const hint = 'Name a stage with FROM, whose image may have variables, and copy from that.';
    throw invalidAt(text.line, 'variables are not replaced in --from', hint);
  }
  if (from === '') throw invalidAt(text.line, '--from names nothing');
  return { kind: 'copy', ...copying(text, flags), from, parents: flags.isOn('parents') };
}

/** Reads ADD. */
export function parseAdd(text: InstructionText): AddInstruction {
  const rules = {
    values: ['checksum', ...common],
    switches: ['link', 'keep-git-dir', 'unpack'],
    repeatable: ['exclude'],
  };
  const flags = readFlags(text.flags, rules, text);
  const unpack = flags.value('unpack') === undefined ? undefined : flags.isOn('unpack');
  return { kind: 'add', ...copying(text, flags), checksum: flags.value('checksum'), unpack };
}

function copying(text: InstructionText, flags: Flags): Copying {
  const { line, keyword, rest, heredocs, source } = text;
  const words = readJsonForm(rest, line) ?? rest.split(/\s+/).filter((word) => word !== '');
  if (words.length < 2) throw invalidAt(line, `${keyword} wants at least a source and a destination`);
  const destination = words.at(-1) ?? '';
  if (readHeredocStart(destination) !== undefined) {
    throw invalidAt(line, `${keyword} cannot have a here-document as its destination`);
  }
  const sources = words.slice(0, -1).filter((word) => heredocs.length === 0 || readHeredocStart(word) === undefined);
  if (words.length > 2 && !destination.endsWith('/') && !destination.includes('$') && !isHere(destination)) {
    const hint = `Write ${destination}/ where it is one.`;
    throw invalidAt(line, `${keyword} of several sources wants a folder as destination, which ends with /`, hint);
  }
  return {
    line,
    source,
    sources,
    inline: heredocs,
    destination,
    chown: flags.value('chown'),
    chmod: flags.value('chmod'),
    link: flags.isOn('link'),
    exclude: flags.values('exclude'),
  };
}

/** `.` and `..` are folders, however they are written. */
function isHere(path: string): boolean {
  return /(?:^|\/)\.\.?$/.test(path);
}
