// Runs a program in this process and tells its parent the most memory that it held, in bytes.
const [, , program, ...args] = process.argv;
process.argv = [process.execPath, program, ...args];
await import(program);
process.send(process.resourceUsage().maxRSS * 1024, () => process.disconnect());
