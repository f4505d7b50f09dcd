import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The packages that are published, by the name of their folder, each after those it depends on. */
export const publishedFolders = ['shared', 'jenkins-bridge', 'argo-updater'] as const;

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  bin: z.record(z.string(), z.string()).default({}),
  exports: z.record(z.string(), z.union([z.string(), z.object({ types: z.string(), default: z.string() })])),
  dependencies: z.record(z.string(), z.string()).default({}),
});
const commandSchema = z.object({ command: z.string(), args: z.array(z.string()) });
type Manifest = z.infer<typeof manifestSchema>;

/** A package as it came out of its tarball. */
export interface PackedPackage {
  readonly folder: string;
  /** Where it is installed in the project. */
  readonly directory: string;
  /** What was in the tarball, relative to that. */
  readonly files: readonly string[];
  readonly manifest: Manifest;
}

/** A project that has the packages installed from their tarballs, and nothing else. */
export interface PackedProject {
  readonly directory: string;
  readonly packages: readonly PackedPackage[];
  remove(): Promise<void>;
}

/**
 * Builds the packages from their sources alone, packs them and installs the tarballs into the project of `consumer/`. Each package sees
 * the dependencies that its packed manifest declares and no others; they are links to what the workspace has installed, so that no
 * network is needed.
 */
export async function installPackedPackages(): Promise<PackedProject> {
  const temporary = await mkdtemp(join(tmpdir(), 'towline-packed-'));
  const remove = () => rm(temporary, { recursive: true, force: true });
  try {
    return { ...(await installInto(temporary)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function installInto(temporary: string): Promise<Omit<PackedProject, 'remove'>> {
  const directory = join(temporary, 'project');
  const tarballs = await pack(await stage(join(temporary, 'stage')));
  await cp(join(root, 'test/e2e/consumer'), directory, { recursive: true });
  const packages: PackedPackage[] = [];
  for (const folder of publishedFolders) packages.push(await install(folder, directory, tarballs));
  await link(join(root, 'node_modules/@types/node'), join(directory, 'node_modules/@types/node'));
  return { directory, packages };
}

/** Runs Node in a folder; gives its output. */
export function runNode(cwd: string, ...args: readonly string[]): Promise<string> {
  return run({ command: process.execPath, args, cwd });
}

/** Runs the TypeScript compiler in a folder; gives what it has to say, which is nothing where all is well. */
export function runTsc(cwd: string, ...args: readonly string[]): Promise<string> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  return run({ command: process.execPath, args: [tsc, ...args], cwd, allowExitCodes: [1, 2] });
}

/** A clean checkout of the packages, as a release has it: without it, a build of a source that is gone would be packed too. */
async function stage(directory: string): Promise<string> {
  for (const name of ['package.json', 'pnpm-workspace.yaml', 'tsconfig.base.json', 'LICENSE']) {
    await cp(join(root, name), join(directory, name));
  }
  await link(join(root, 'node_modules/@types'), join(directory, 'node_modules/@types'));
  for (const folder of publishedFolders) {
    const from = join(root, 'packages', folder);
    const to = join(directory, 'packages', folder);
    const filter = (path: string) => !/^(dist|node_modules)$|\.tsbuildinfo$/.test(basename(path));
    await cp(from, to, { recursive: true, filter });
    await linkDependencies(folder, to, (own) => join(directory, 'packages', own));
  }
  const errors = await runTsc(directory, '-b', ...publishedFolders.map((folder) => `packages/${folder}`));
  if (errors !== '') throw new TypeError(errors);
  return directory;
}

async function pack(directory: string): Promise<string> {
  const tarballs = join(directory, 'tarballs');
  await mkdir(tarballs);
  const pnpm = await pnpmCommand();
  const args = [...pnpm.args, '-r', '--filter', './packages/*', 'pack', '--pack-destination', tarballs];
  await run({ command: pnpm.command, args, cwd: directory });
  return tarballs;
}

async function install(folder: string, project: string, tarballs: string): Promise<PackedPackage> {
  const directory = join(project, 'node_modules/@towline', folder);
  const tarball = (await readdir(tarballs)).find((name) => name.startsWith(`towline-${folder}-`));
  if (tarball === undefined) throw new TypeError(`${folder} was not packed`);
  await mkdir(directory, { recursive: true });
  const args = ['-xzf', join(tarballs, tarball), '-C', directory, '--strip-components=1'];
  await run({ command: 'tar', args, cwd: project });
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(directory, join(entry.parentPath, entry.name))).sort();
  const manifest = await linkDependencies(folder, directory);
  return { folder, directory, files: paths, manifest };
}

/** Gives a package its declared dependencies. Those of ours are found in the project, or where `ours` says. */
async function linkDependencies(
  folder: string,
  directory: string,
  ours?: (folder: string) => string,
): Promise<Manifest> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')));
  for (const name of Object.keys(manifest.dependencies)) {
    const own = name.startsWith('@towline/') ? basename(name) : undefined;
    const target = own === undefined ? join(root, 'packages', folder, 'node_modules', name) : ours?.(own);
    if (target !== undefined) await link(target, join(directory, 'node_modules', name));
  }
  return manifest;
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await symlink(from, to);
}

/** The command that runs the pinned pnpm; tools/pnpm.mjs knows it. */
async function pnpmCommand(): Promise<z.infer<typeof commandSchema>> {
  const tool = JSON.stringify(join(root, 'tools/pnpm.mjs'));
  const print = `const { pnpmCommand } = await import(${tool}); console.log(JSON.stringify(await pnpmCommand()));`;
  return commandSchema.parse(JSON.parse(await runNode(root, '--input-type=module', '-e', print)));
}

interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly allowExitCodes?: readonly number[];
}

async function run(program: Run): Promise<string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'npm_execpath', 'npm_config_cache'];
  const env = inheritedEnvironment(process.env, names);
  const { stdout } = await runProcess({ ...program, env, maxOutputBytes: 10_000_000 });
  return Buffer.from(stdout).toString('utf8');
}
