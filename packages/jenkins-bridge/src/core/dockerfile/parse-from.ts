import { invalidAt } from './dockerfile-error.js';
import { readFlags } from './flags.js';
import type { FromInstruction } from './instruction.js';
import type { InstructionText } from './instruction-text.js';

const stageName = /^[a-z][a-z0-9\-_.]*$/;

/** Reads FROM. */
export function parseFrom(text: InstructionText): FromInstruction {
  const { rest, line, source } = text;
  const flags = readFlags(text.flags, { values: ['platform'] }, text);
  const [image, as, name, ...more] = rest.split(/\s+/).filter((word) => word !== '');
  if (image === undefined) throw invalidAt(line, 'FROM wants an image, a stage or scratch');
  if (as !== undefined && (as.toLowerCase() !== 'as' || name === undefined || more.length > 0)) {
    throw invalidAt(line, 'FROM wants one image, or an image AS a name', 'Write FROM image AS name.');
  }
  const lower = name?.toLowerCase();
  if (lower !== undefined && !stageName.test(lower)) {
    const hint = 'It begins with a letter and has letters, digits, "-", "_" and ".".';
    throw invalidAt(line, `${JSON.stringify(name)} is no name for a stage`, hint);
  }
  return { kind: 'from', line, source, image, platform: flags.value('platform'), name: lower };
}
