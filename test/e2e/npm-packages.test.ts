import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  installPackedPackages,
  type PackedPackage,
  type PackedProject,
  publishedFolders,
  runNode,
  runTsc,
} from './packed-packages.js';

let project: PackedProject;
beforeAll(async () => {
  project = await installPackedPackages();
}, 120_000);
afterAll(() => project?.remove());

function packed(folder: string): PackedPackage {
  const found = project.packages.find((one) => one.folder === folder);
  if (found === undefined) throw new TypeError(`${folder} was not packed`);
  return found;
}

/** What a consumer writes to import each entry of a package. */
function entriesOf({ manifest }: PackedPackage): readonly string[] {
  const paths = Object.keys(manifest.exports).filter((path) => path !== './package.json');
  return paths.map((path) => manifest.name + path.slice(1));
}

/** Runs a module in the empty project. */
function runInProject(source: string): Promise<string> {
  return runNode(project.directory, '--input-type=module', '-e', source);
}

describe.each(publishedFolders)('the tarball of %s', (folder) => {
  it('holds what the package promises and says so to npm', () => {
    const { files, manifest } = packed(folder);
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']),
    );
    const promised = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    expect(promised.filter((path) => !files.includes(path.slice(2)))).toEqual([]);
    expect(Object.entries(manifest.dependencies).filter(([, range]) => range.startsWith('workspace:'))).toEqual([]);
  });

  it('says where it comes from, and has npm attest where it was built', async () => {
    const text = await readFile(join(packed(folder).directory, 'package.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      license: 'Apache-2.0',
      repository: { type: 'git', directory: `packages/${folder}` },
      publishConfig: { access: 'public', provenance: true },
    });
  });

  it('holds no tests, no fixtures and no build state', () => {
    const foreign =
      /\.test\.|(^|\/)(testdata|testing|fixtures|golden|__tests__|node_modules)\/|\.tsbuildinfo$|(^|\/)\.env/;
    expect(packed(folder).files.filter((file) => foreign.test(file))).toEqual([]);
  });

  it('holds the maps that its code and types name, and the sources that the maps name', async () => {
    const { directory, files } = packed(folder);
    const code = files.filter((file) => /^dist\/.*\.(js|d\.ts)$/.test(file));
    expect(code.length).toBeGreaterThan(1);
    const broken: string[] = [];
    for (const file of code) {
      const text = await readFile(join(directory, file), 'utf8');
      const map = /\/\/# sourceMappingURL=(.+)$/m.exec(text)?.[1] ?? '(none)';
      const at = join(directory, dirname(file));
      if (!existsSync(join(at, map))) broken.push(`${file} → ${map}`);
      else {
        const { sources } = JSON.parse(await readFile(join(at, map), 'utf8'));
        for (const source of sources) if (!existsSync(join(at, source))) broken.push(`${map} → ${source}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('can be imported at each of its entries by a project that has nothing else', async () => {
    const entries = entriesOf(packed(folder));
    const source = `for (const name of ${JSON.stringify(entries)}) { await import(name); console.log(name); }`;
    expect((await runInProject(source)).trim().split('\n')).toEqual(entries);
  });

  it('lets nothing be imported that is no entry', async () => {
    const source = `await import('@towline/${folder}/dist/index.js').catch((error) => console.log(error.code));`;
    expect((await runInProject(source)).trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

it.each(['jenkins-bridge', 'argo-updater'])('%s has a program that says its version', async (folder) => {
  const { directory, manifest } = packed(folder);
  const output = await runNode(
    project.directory,
    join(directory, manifest.bin[folder] ?? 'no such program'),
    '--version',
  );
  expect(output.trim()).toBe(manifest.version);
});

it.each(['jenkins-bridge', 'argo-updater'])(
  'the program %s is a bundle that needs none of the single modules',
  async (folder) => {
    const { directory } = packed(folder);
    const alone = `${directory}-bundle-alone`;
    await cp(directory, alone, { recursive: true, filter: (source) => source !== join(directory, 'dist') });
    expect(await runNode(project.directory, join(alone, 'bin', `${folder}.js`), '--help')).toContain(
      `Usage: ${folder}`,
    );
  },
);

it('a consumer type-checks against every entry', async () => {
  const entries = project.packages.flatMap(entriesOf);
  const imports = entries.map((name, i) => `import * as entry${i} from '${name}';`);
  const use = `export const entries: readonly object[] = [${entries.map((_, i) => `entry${i}`).join(', ')}];`;
  await writeFile(join(project.directory, 'every-entry.ts'), [...imports, use, ''].join('\n'));
  expect(await runTsc(project.directory, '-p', '.', '--noEmit')).toBe('');
});

it('a consumer compiles and runs', async () => {
  expect(await runTsc(project.directory, '-p', '.')).toBe('');
  expect(JSON.parse(await runNode(project.directory, 'out/use-shared.js'))).toEqual({
    reference: 'localhost:5000/web:1.2.3',
    secret: '[redacted]',
    error: 'CodedError',
  });
});
