#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import { programs } from '../dist/programs.js';
import { runProgram } from '../dist/standalone/index.js';

/** A pipe that ends is a parent that died; a terminal or /dev/null says nothing. */
const inputIsPipe = () => {
  // With numbers, Node 20 remembers that it looked at a pipe, and no longer sees through symbolic links to packages.
  const input = fstatSync(0, { bigint: true });
  return input.isFIFO() || input.isSocket();
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
