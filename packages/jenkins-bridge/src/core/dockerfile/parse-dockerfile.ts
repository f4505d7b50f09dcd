import { readDirectives } from './directives.js';
import { DockerfileError, type DockerfileFinding, isDockerfileError } from './dockerfile-error.js';
import type { ArgInstruction, Dockerfile, FromInstruction, Instruction, Stage } from './instruction.js';
import { type LogicalLine, readLogicalLines } from './logical-lines.js';
import { parseInstruction } from './parse-instruction.js';

const maxCharacters = 1024 * 1024;

/** Reads a Dockerfile, as BuildKit reads it. Throws a {@link DockerfileError} that lists everything that is wrong with it. */
export function parseDockerfile(text: string): Dockerfile {
  if (text.length > maxCharacters) {
    throw new DockerfileError('dockerfile-too-large', [{ line: 1, message: 'the Dockerfile is larger than 1 MiB' }]);
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const directives = readDirectives(lines);
  const findings: DockerfileFinding[] = [];
  const instructions = readLogicalLines(lines, directives).flatMap((line) => {
    const read = tryParse(line, directives.escapeCharacter);
    if (!isDockerfileError(read)) return [read];
    findings.push(...read.findings);
    return [];
  });
  const { globals, stages, early } = groupByStage(instructions);
  if (early !== undefined) findings.push({ line: early.line, message: 'only ARG can stand before the first FROM' });
  if (findings.length === 0 && stages.length === 0) findings.push({ line: 1, message: 'there is no FROM in it' });
  findings.push(...repeatedNames(stages));
  if (findings.length > 0) {
    throw new DockerfileError(
      'dockerfile-invalid',
      findings.sort((a, b) => a.line - b.line),
    );
  }
  return { escapeCharacter: directives.escapeCharacter, globals, stages };
}

function tryParse(line: LogicalLine, escapeCharacter: string): Instruction | FromInstruction | DockerfileError {
  try {
    return parseInstruction(line, escapeCharacter);
  } catch (error) {
    if (isDockerfileError(error)) return error;
    throw error;
  }
}

function groupByStage(instructions: readonly (Instruction | FromInstruction)[]) {
  const globals: ArgInstruction[] = [];
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  let early: Instruction | undefined;
  for (const instruction of instructions) {
    const stage = stages.at(-1);
    if (instruction.kind === 'from') stages.push({ index: stages.length, from: instruction, instructions: [] });
    else if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.kind === 'arg') globals.push(instruction);
    else early ??= instruction;
  }
  return { globals, stages, early };
}

function repeatedNames(stages: readonly Stage[]): DockerfileFinding[] {
  const seen = new Set<string>();
  return stages.flatMap(({ from: { name, line } }) => {
    if (name === undefined) return [];
    const again = seen.has(name);
    seen.add(name);
    return again ? [{ line, message: `there is a stage ${name} already` }] : [];
  });
}
