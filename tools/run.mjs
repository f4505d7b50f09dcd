// What `npm test` and its siblings start: brings what is missing, builds what is stale, then runs the command. Needs only Node, npm and git.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pnpmCommand, root, run } from './pnpm.mjs';

const [task, ...rest] = process.argv.slice(2);
const marker = join(root, 'node_modules/.cache/towline/installed');
const installInputs = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'package.json',
  'packages/shared/package.json',
  'packages/jenkins-bridge/package.json',
  'packages/argo-updater/package.json',
  'test/kit/package.json',
  'tools/api/package.json',
];

const say = (text) => process.stderr.write(`towline: ${text}\n`);

function checkNode() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 20) return;
  say(`Node ${process.versions.node} is too old, Node 20 or newer is needed`);
  process.exit(2);
}

async function installState() {
  const hash = createHash('sha256');
  for (const file of installInputs) hash.update(await readFile(join(root, file)));
  return hash.digest('hex');
}

async function install() {
  const state = await installState();
  if (existsSync(marker) && (await readFile(marker, 'utf8')) === state) return;
  const pnpm = await pnpmCommand();
  say('installing dependencies from the lock file');
  await mustRun(pnpm.command, [...pnpm.args, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    stdio: ['ignore', 2, 2],
  });
  await mkdir(dirname(marker), { recursive: true });
  await writeFile(marker, state);
}

async function build() {
  say('building what is stale');
  const projects = ['packages/shared', 'packages/jenkins-bridge', 'packages/argo-updater', 'test/kit'];
  await mustRun(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', ...projects]);
  const { bundleStale } = await import('./bundle.mjs');
  await bundleStale();
}

async function mustRun(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) process.exit(code);
}

function jestArguments() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const quiet = major > 20 || minor >= 11 ? ['--disable-warning=ExperimentalWarning'] : [];
  return ['--experimental-vm-modules', ...quiet, join(root, 'node_modules/jest/bin/jest.js'), ...rest];
}

const tasks = {
  build: async () => {},
  test: () => mustRun(process.execPath, jestArguments()),
  docs: () => mustRun(process.execPath, [join(root, 'tools/docs.mjs'), ...rest]),
  demo: () => mustRun(process.execPath, [join(root, 'tools/demo.mjs'), ...rest]),
  bench: () => mustRun(process.execPath, [join(root, 'tools/bench.mjs'), ...rest]),
};

if (!Object.hasOwn(tasks, task)) {
  say(`unknown task ${JSON.stringify(task)}; there are: ${Object.keys(tasks).join(', ')}`);
  process.exit(2);
}
checkNode();
await install();
await build();
await tasks[task]();
