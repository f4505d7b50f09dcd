// Plays the demo: `npm run demo [-- --keep] [-- -o json]`. Needs the packages built, which npm run demo sees to.
import './typescript/register.mjs';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => stopping.abort(name));

const { runDemo } = await import(new URL('../test/demo/main.ts', import.meta.url).href);
const { stdin, stdout, stderr } = process;
// Who reads may go: `npm run demo | head`.
stdout.on('error', () => stopping.abort('SIGPIPE'));
process.exitCode = await runDemo({ args: process.argv.slice(2), stdin, stdout, stderr, signal: stopping.signal });
// A terminal that was read from would keep the program alive.
stdin.destroy();
