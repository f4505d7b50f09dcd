#!/usr/bin/env node
import { statSync } from 'node:fs';

const changed = (path) => statSync(new URL(path, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;

// Only a checkout has what the compiler notes of its work: there, files that were compiled after the bundle was made count.
const compiled = Math.max(changed('../tsconfig.tsbuildinfo'), changed('../../shared/tsconfig.tsbuildinfo'));
const { main } = await import(changed('../bundle/main.js') > compiled ? '../bundle/main.js' : '../dist/cli/main.js');

process.exitCode = await main(process.argv.slice(2));
