// Measures: `npm run bench [-- --only policies] [-- -o json] [-- --long]`. Needs the packages built, which npm run bench sees to.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import './typescript/register.mjs';

/** Modules of test/bench; each exports one async function of its own name, in camel case, that resolves with rows `{ name, value, unit }`. */
const benchmarks = [
  'policies',
  'listing',
  'commits',
  'ancestry',
  'startup',
  'first-plan',
  'jenkinsfiles',
  'pipelines',
  'image-push',
  'jenkins-log',
  'events',
  'heap',
];

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: benchmarks },
    output: { type: 'string', short: 'o', default: 'text' },
    // What takes minutes is measured in full.
    long: { type: 'boolean', default: false },
  },
});
const unknown = values.only.filter((name) => !benchmarks.includes(name));
if (unknown.length > 0) refuse(`there is no benchmark ${unknown.join(', ')}; there are: ${benchmarks.join(', ')}`);
if (values.output !== 'text' && values.output !== 'json') refuse('--output is text or json');

const results = {};
for (const name of values.only) {
  console.error(`measuring ${name} …`);
  const module = await import(new URL(`../test/bench/${name}.ts`, import.meta.url).href);
  results[name] = await module[name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase())]({ long: values.long });
}
const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
console.log(values.output === 'json' ? JSON.stringify({ machine, results }, null, 2) : textOf(machine, results));

function textOf({ node, cpu, cores }, results) {
  const rows = Object.values(results).flat();
  const width = Math.max(...rows.map(({ name }) => name.length));
  const amount = (value) => value.toLocaleString('en', { maximumSignificantDigits: 4 });
  const lines = rows.map(({ name, value, unit }) => `  ${name.padEnd(width)}  ${amount(value).padStart(10)} ${unit}`);
  return [`Node ${node}, ${cores} × ${cpu}`, ...lines].join('\n');
}

function refuse(message) {
  console.error(message);
  process.exit(2);
}
