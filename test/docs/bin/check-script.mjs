// Stands for npm in the blocks of pages: looks whether the script is there, and does not start the tests that it is a part of.
import { readFileSync } from 'node:fs';

const [command, name] = process.argv.slice(2);
const { scripts } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
const script = command === 'run' ? name : command;
if (!Object.hasOwn(scripts, script ?? '')) {
  process.stderr.write(`package.json has no script ${script}\n`);
  process.exitCode = 1;
}
