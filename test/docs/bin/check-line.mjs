// Reads a command line of one of our programs as the program itself does, and does nothing: what is misspelt is told, with exit code 2.
const [name, ...args] = process.argv.slice(2);
const root = new URL('../../../', import.meta.url);
const { runInProcess } = await import(new URL('packages/shared/dist/cli/index.js', root).href);
const { program } = await import(new URL(`packages/${name}/dist/cli/program.js`, root).href);
const commands = program.commands.map((entry) => ({
  ...entry,
  load: async () => ({ spec: (await entry.load()).spec, run: async () => 0 }),
}));
process.exitCode = await runInProcess({ ...program, commands }, args);
