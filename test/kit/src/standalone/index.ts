export type { KitProgram, ProgramValues, RunningProgram } from './kit-program.js';
export { type Invocation, runProgram } from './run-program.js';
