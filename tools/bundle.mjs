// Puts each command line into a few files: a program of six hundred modules starts in a third of the time when they are not read one by one.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS that is loaded at first use stays outside, is a dependency of the package, and is found by Node as ever. */
const lazy = ['@kubernetes/*', 'fastify', 'prom-client', 'ssh2'];

/** Asked for by the agent for proxies where a proxy wants it, by those who have installed it. */
const optional = 'kerberos';

/** What axios brings for other adapters and for forms: it is loaded with it, and takes a tenth of a second on a busy machine, for nothing. */
const withoutOtherAdapters = {
  name: 'without-other-adapters',
  setup(bundler) {
    const unused = (path, contents) => {
      bundler.onLoad({ filter: path }, () => ({ contents, loader: 'js' }));
    };
    unused(
      /\/axios\/lib\/adapters\/(?:fetch|xhr)\.js$/,
      'export const getFetch = () => undefined;\nexport default undefined;\n',
    );
    unused(/\/form-data\/lib\/form_data\.js$/, 'module.exports = class FormData {};\n');
  },
};

/** CommonJS modules inside a bundle ask for Node's own modules by `require`. */
const banner = "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);";

/** Bundles the command lines of packages into their folders `bundle`, where something was compiled since. */
export async function bundleStale(names = ['argo-updater', 'jenkins-bridge']) {
  const shared = await changed('shared/tsconfig.tsbuildinfo');
  for (const name of names) {
    const compiled = Math.max(shared, await changed(`${name}/tsconfig.tsbuildinfo`));
    if ((await changed(`${name}/bundle/main.js`)) <= compiled) await bundlePackage(join(root, 'packages', name));
  }
}

const changed = (path) =>
  stat(join(root, 'packages', path)).then(
    (file) => file.mtimeMs,
    () => 0,
  );

async function bundlePackage(folder) {
  const outdir = join(folder, 'bundle');
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    entryPoints: ['dist/cli/main.js'],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // The AWS SDK has both forms. Of CommonJS, a part that is split off would have no names.
    mainFields: ['module', 'main'],
    external: lazy,
    plugins: [withoutOtherAdapters],
    banner: { js: banner },
    legalComments: 'linked',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  await checkExternals(folder, metafile);
  await writeBundle(outdir, outputFiles);
}

/** What a bundle leaves outside must be a dependency of its own package, or an installed program would not find it. */
async function checkExternals(folder, { outputs }) {
  const { dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const paths = Object.values(outputs).flatMap((output) => output.imports.filter((found) => found.external));
  const missing = paths
    .map((found) => found.path)
    .filter((path) => !path.startsWith('node:') && !builtinModules.includes(path) && path !== optional)
    .filter((path) => !Object.keys(dependencies).some((name) => path === name || path.startsWith(`${name}/`)));
  if (missing.length > 0) throw new Error(`${folder}: not among its dependencies: ${[...new Set(missing)].join(', ')}`);
}

/** The entry comes last: a program that starts meanwhile sees the old bundle or the new one. */
async function writeBundle(outdir, files) {
  await mkdir(outdir, { recursive: true });
  const isEntry = (file) => basename(file.path) === 'main.js';
  for (const file of files.filter((each) => !isEntry(each))) await writeFile(file.path, file.contents);
  for (const file of files.filter(isEntry)) {
    await writeFile(`${file.path}.new`, file.contents);
    await rename(`${file.path}.new`, file.path);
  }
  const current = new Set(files.map((file) => basename(file.path)));
  const old = (await readdir(outdir)).filter((name) => !current.has(name));
  await Promise.all(old.map((name) => rm(join(outdir, name), { recursive: true })));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  await bundleStale(names.length > 0 ? names : undefined);
}
