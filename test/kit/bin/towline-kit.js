#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import { programs } from '../dist/programs.js';
import { runProgram } from '../dist/standalone/index.js';

/** A pipe that ends is a parent that died; a terminal or /dev/null says nothing. */
const inputIsPipe = () => {
  const input = fstatSync(0, { throwIfNoEntry: false });
  return input?.isFIFO() === true || input?.isSocket() === true;
};

// Listened to from the beginning: a parent may stop the program as soon as it reads the line.
const stopped = new Promise((resolve) => {
  process.once('SIGTERM', resolve).once('SIGINT', resolve);
  if (inputIsPipe()) process.stdin.once('end', resolve).resume();
});

process.exitCode = await runProgram({
  args: process.argv.slice(2),
  programs,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  untilStopped: () => stopped,
});
if (inputIsPipe()) process.stdin.destroy();
