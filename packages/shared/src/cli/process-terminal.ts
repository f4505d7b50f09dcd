import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { errorCode } from '../errors/index.js';
import type { Environment } from '../process/index.js';
import type { OutputStream, Terminal } from './terminal.js';

/** The terminal of this process. A reader that goes away, as `head` does, ends the process quietly. */
export function processTerminal(environment: Environment): Terminal {
  const { stdin, stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error) => {
      if (errorCode(error) !== 'EPIPE') throw error;
      process.exit();
    });
  }
  const ask = async (question: string, signal: AbortSignal): Promise<string> => {
    const lines = createInterface({ input: stdin, output: stderr });
    // While a line is edited, the terminal sends no signal for Ctrl-C.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      return await lines.question(question, { signal });
    } finally {
      lines.close();
    }
  };
  return {
    stdout: outputOf(stdout, environment),
    stderr: outputOf(stderr, environment),
    ask: stdin.isTTY && stderr.isTTY ? ask : undefined,
  };
}

function outputOf(stream: NodeJS.WriteStream, environment: Environment): OutputStream {
  return {
    write: (text) => void stream.write(text),
    async drained() {
      if (stream.writableNeedDrain) await once(stream, 'drain');
    },
    isTerminal: stream.isTTY === true,
    colors: wantsColors(environment, stream.isTTY === true),
    columns: stream.columns,
  };
}

/** https://no-color.org and https://force-color.org: set to anything but nothing. */
export function wantsColors(environment: Environment, isTerminal: boolean): boolean {
  if ((environment.NO_COLOR ?? '') !== '') return false;
  const forced = environment.FORCE_COLOR ?? '';
  if (forced !== '') return forced !== '0';
  return isTerminal && environment.TERM !== 'dumb';
}
