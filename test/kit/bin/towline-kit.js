#!/usr/bin/env node
import { programs } from '../dist/programs.js';
import { runProgram } from '../dist/standalone/index.js';

const untilStopped = () =>
  new Promise((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
    if (!process.stdin.isTTY) process.stdin.once('end', resolve).resume();
  });

process.exitCode = await runProgram({
  args: process.argv.slice(2),
  programs,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  untilStopped,
});
process.stdin.destroy();
