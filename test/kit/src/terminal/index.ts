export { type CapturedTerminal, captureTerminal, type TerminalOptions } from './capture-terminal.js';
