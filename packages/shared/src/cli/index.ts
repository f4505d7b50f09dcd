export { answer } from './answer.js';
export { commonOptions } from './build-command.js';
export { CliError, type CliErrorCode, cliErrorCodes } from './cli-error.js';
export {
  type ArgumentSpec,
  type CommandEntry,
  type CommandModule,
  type CommandSpec,
  type Invocation,
  listOption,
  type OptionSpec,
  type OptionValue,
  switchOption,
  textOption,
} from './command.js';
export { completionCommand } from './completion/completion-command.js';
export { type FailureData, failureData, failureText } from './failure-text.js';
export { invalidFile } from './invalid-file.js';
export { createPaint, type Paint, plain } from './paint.js';
export { createProgress, type Progress } from './progress.js';
export { readOptionalFile, readTextFile } from './read-text-file.js';
export { runInProcess } from './run-in-process.js';
export { type Program, runProgram, type World } from './run-program.js';
export type { OutputStream, Terminal } from './terminal.js';
export { type TextChange, unifiedDiff } from './unified-diff.js';
export { versionCommand } from './version-command.js';
export { writeTextFile } from './write-text-file.js';
