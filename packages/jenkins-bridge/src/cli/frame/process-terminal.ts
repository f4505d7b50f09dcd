import { errorCode } from '@towline/shared/errors';
import type { OutputStream, Terminal } from './terminal.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The terminal of this process. A reader that goes away, as `head` does, ends the process quietly. */
export function processTerminal(environment: Environment): Terminal {
  return { stdout: outputOf(process.stdout, environment), stderr: outputOf(process.stderr, environment) };
}

function outputOf(stream: NodeJS.WriteStream, environment: Environment): OutputStream {
  stream.on('error', (error) => {
    if (errorCode(error) !== 'EPIPE') throw error;
    process.exit();
  });
  return { write: (text) => void stream.write(text), colors: wantsColors(environment, stream.isTTY === true) };
}

/** https://no-color.org and https://force-color.org: set to anything but nothing. */
export function wantsColors(environment: Environment, isTerminal: boolean): boolean {
  if ((environment.NO_COLOR ?? '') !== '') return false;
  const forced = environment.FORCE_COLOR ?? '';
  if (forced !== '') return forced !== '0';
  return isTerminal && environment.TERM !== 'dumb';
}
