import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a program with inherited output, and lets it end by itself when a signal comes; resolves with its exit code (128 + n where a signal ended it). */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.on('error', reject);
    const pass = (signal) => child.kill(signal);
    for (const name of passedOn) process.on(name, pass);
    // npm that is told to end does so without a word to what it started.
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid === parent || pass('SIGTERM'), 500).unref();
    child.on('close', (code, signal) => {
      clearInterval(watch);
      for (const name of passedOn) process.off(name, pass);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** The output of a program, or undefined where it is missing or fails. */
function outputOf(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? text.trim() : undefined));
  });
}

/** The pnpm version that this repository is pinned to. */
export async function pinnedPnpm() {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return manifest.packageManager.replace(/^pnpm@/, '');
}

/**
 * The command line that runs the pinned pnpm: the installed one where it has that version, else npm brings it. corepack is not
 * used: docs/decisions/pnpm-bootstrap.md says why.
 */
export async function pnpmCommand() {
  const version = await pinnedPnpm();
  if ((await outputOf('pnpm', ['--version'])) === version) return { command: 'pnpm', args: [] };
  const exec = ['exec', '--yes', `--package=pnpm@${version}`, '--', 'pnpm'];
  const npm = process.env.npm_execpath ?? '';
  return basename(npm) === 'npm-cli.js'
    ? { command: process.execPath, args: [npm, ...exec] }
    : { command: 'npm', args: exec };
}
