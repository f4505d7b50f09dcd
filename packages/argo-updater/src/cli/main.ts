import { version } from '../version.js';
import { optimiseLater } from './optimise-later.js';
import { saveMemory } from './save-memory.js';

/** The entry of the command line. What every script asks first is answered before anything else is loaded. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  optimiseLater();
  saveMemory();
  const { runInProcess } = await import('@towline/shared/cli');
  const { program } = await import('./program.js');
  return runInProcess(program, args);
}
