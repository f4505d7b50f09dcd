import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RunningRegistry } from '@towline/test-kit/registry';
import type { ImageWorld } from './image-world.js';

/** A file of a layer, as the program tar reads it: a witness that shares no code with whoever wrote it. */
export interface TarLine {
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly linkname: string | undefined;
  /** Content of a file. */
  readonly text: string | undefined;
}

const line = /^(.)(\S{9}) (\d+)\/(\d+) +\d+ (\S+ \S+) (.*?)(?: -> (.*))?$/;
const types: Readonly<Record<string, string>> = { '-': 'file', d: 'directory', l: 'symlink', h: 'link' };

/** The files of every layer of an image in the kit's registry. */
async function listLayers(
  { state }: RunningRegistry,
  repository: string,
  tag: string,
): Promise<readonly (readonly TarLine[])[]> {
  const layers: (readonly TarLine[])[] = [];
  for (const { digest } of state.image(repository, tag).manifest.layers ?? []) {
    layers.push(listArchive(gunzipSync(await state.readBlob({ repository, digest }))));
  }
  return layers;
}

/** A Dockerfile to build in a world. */
export interface LayersBuild {
  readonly world: ImageWorld;
  readonly registry: RunningRegistry;
  readonly dockerfile: string;
  readonly options: readonly string[];
}

/** Builds and pushes `built/app:1`, and gives the files of each of its layers. */
export async function buildLayers({ world, registry, dockerfile, options }: LayersBuild) {
  await world.write({ Dockerfile: dockerfile });
  await world.json('build', world.context, '-t', `${registry.host}/built/app:1`, '--push', ...options);
  return listLayers(registry, 'built/app', '1');
}

/** The names of the files of a layer. */
export function namesOf(lines: readonly TarLine[] | undefined): readonly string[] | undefined {
  return lines?.map(({ name }) => name);
}

function listArchive(input: Buffer): readonly TarLine[] {
  const tar = (...args: readonly string[]) =>
    execFileSync('tar', args, { input, encoding: 'utf8', env: { ...process.env, TZ: 'UTC' }, maxBuffer: 1 << 26 });
  const listed = tar('--numeric-owner', '--full-time', '-tvf', '-').split('\n').filter(Boolean);
  return listed.map((text) => {
    const [, kind = '', permissions = '', uid, gid, time, name = '', linkname] = line.exec(text) ?? [];
    const type = types[kind] ?? kind;
    return {
      name,
      type,
      mode: modeOf(permissions),
      uid: Number(uid),
      gid: Number(gid),
      mtime: Date.parse(`${time}Z`) / 1_000,
      linkname,
      text: type === 'file' ? tar('-xOf', '-', name) : undefined,
    };
  });
}

/** `rwsr-x---` as a number. */
function modeOf(permissions: string): number {
  const special = [0o4000, 0o2000, 0o1000];
  return [...permissions].reduce((mode, letter, index) => {
    const bit = letter === '-' || letter === 'S' || letter === 'T' ? 0 : 1 << (8 - index);
    const extra = 'sStT'.includes(letter) ? (special[Math.floor(index / 3)] ?? 0) : 0;
    return mode | bit | extra;
  }, 0);
}

/** A tar archive of these files, made by tar. */
export function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'towline-tar-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const archive = execFileSync('tar', ['-cf', '-', '-C', folder, '.']);
  rmSync(folder, { recursive: true });
  return archive;
}
