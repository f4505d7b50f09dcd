import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { Application, LogLevel } from 'typedoc';

/**
 * A page of Markdown for each published entry, and their index, by their paths below the folder of all: each name with its comment, fields and
 * parameters. typedoc reads the declarations that npm delivers. A name without a comment is an error, and so is a type that is used there
 * and not published.
 */
export async function apiPages(root, entries) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-api-'));
  try {
    const [tsconfig, files] = [join(folder, 'tsconfig.json'), entries.map(({ types }) => types)];
    await writeFile(
      tsconfig,
      JSON.stringify({
        compilerOptions: { ...compilerOptions, typeRoots: [join(root, 'node_modules/@types')] },
        files,
      }),
    );
    const out = join(folder, 'out');
    const app = await Application.bootstrapWithPlugins({
      ...options,
      basePath: root,
      tsconfig,
      out,
      entryPoints: files,
    });
    const project = await app.convert();
    if (project === undefined) throw new Error('typedoc cannot read the declarations');
    nameModules(project, entries, root);
    app.validate(project);
    await app.generateOutputs(project);
    if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('the API is not documented, see above');
    return await readPages(out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Disposable'],
  module: 'NodeNext',
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

const options = {
  plugin: ['typedoc-plugin-markdown'],
  logLevel: LogLevel.Warn,
  // The compiler that made the declarations has checked them.
  skipErrorChecking: true,
  disableGit: true,
  disableSources: true,
  excludeExternals: true,
  hideGenerator: true,
  readme: 'none',
  sort: ['alphabetical'],
  validation: {
    notExported: true,
    invalidLink: true,
    notDocumented: true,
    rewrittenLink: true,
    unusedMergeModuleWith: true,
  },
  requiredToBeDocumented: ['Class', 'Interface', 'TypeAlias', 'Function', 'Variable'],
  router: 'module',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  // Two names that differ in capitals would share an anchor of Markdown's own.
  useHTMLAnchors: true,
  pageTitleTemplates: { index: 'The API', module: ({ name }) => `@towline/${name}` },
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  typeDeclarationFormat: 'table',
};

/** typedoc names a module after its folder; people import it by the name of its entry. */
function nameModules(project, entries, root) {
  for (const module of project.children) {
    const entry = entries.find(({ types }) => relative(root, dirname(types)) === module.name);
    if (entry === undefined) throw new Error(`${module.name} is no entry of a package`);
    module.name = entry.name;
  }
}

async function readPages(folder) {
  const names = await readdir(folder, { recursive: true });
  const pages = names
    .filter((name) => name.endsWith('.md'))
    .map(async (name) => [
      relative(folder, join(folder, name)).split(sep).join('/'),
      await readFile(join(folder, name), 'utf8'),
    ]);
  return new Map(await Promise.all(pages));
}
