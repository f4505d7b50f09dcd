import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const tool = fileURLToPath(new URL('../../tools/docs.mjs', import.meta.url));
const page = 'docs/reference/errors.md';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'towline-docs-'));
  await mkdir(join(root, 'packages'));
});
afterEach(() => rm(root, { recursive: true }));

describe('tools/docs.mjs, links', () => {
  it.each([
    ['a file', '[a](other.md)'],
    ['a folder', '[a](docs)'],
    ['a heading of the same file', '# A `b`: c\n[a](#a-b-c)'],
    ['a heading of another file', '[a](docs/b.md#to-là)'],
    ['the second heading of a name', '# B\n# B\n[a](#b-1)'],
    ['an anchor', '<a id="here"></a>[a](#here)'],
    ['a server', '[a](https://example.org/x)'],
    ['nothing, in a code span', '`[a](missing.md)`'],
    ['nothing, in fenced code', '```md\n[a](missing.md)\n```'],
  ])('accepts a link to %s', async (_what, text) => {
    await put({ 'README.md': text, 'other.md': '', 'docs/b.md': '## To là' });
    expect(await run('--check')).toEqual({ code: 0, said: '' });
  });

  it.each([
    ['a missing file', '\n[a](missing.md)', 'README.md:2 links to missing.md: there is no such file'],
    ['a missing picture', '![a](x.png "title")', 'README.md:1 links to x.png: there is no such file'],
    ['a missing heading', '# B\n[a](#c)', 'README.md:2 links to #c: there is no such heading'],
    ['a heading in fenced code', '```\n# b\n```\n[a](#b)', 'README.md:4 links to #b: there is no such heading'],
    ['a missing file, by a definition', '[a]: missing.md', 'README.md:1 links to missing.md: there is no such file'],
    ['a file elsewhere', '[a](../x)', 'README.md:1 links to ../x: it leaves the repository'],
  ])('refuses a link to %s', async (_what, text, finding) => {
    await put({ 'README.md': text });
    expect(await run('--check')).toEqual({ code: 1, said: `${finding}\n` });
  });
});

describe('tools/docs.mjs, the errors page', () => {
  const sources = {
    'packages/a/package.json': '{ "name": "@x/a", "type": "module", "exports": { "./net": {} } }',
    'packages/a/src/net/net-error.ts': '',
    'packages/a/dist/net/net-error.js': "export const netErrorCodes = { 'net-down': 'No <net> | `<wire>`.' };",
  };

  it('lists each code with its meaning and entry', async () => {
    await put(sources);
    expect(await run()).toMatchObject({ code: 0 });
    const text = await readFile(join(root, page), 'utf8');
    expect(text).toContain('## NetError\n\nFrom `@x/a/net`.\n');
    expect(text).toContain('| `net-down` | No &lt;net> \\| `<wire>`. |\n');
    expect(await run('--check')).toEqual({ code: 0, said: '' });
  });

  it('is stale when a code was added, and --check names the command and leaves it', async () => {
    await put({ ...sources, [page]: 'old' });
    expect(await run('--check')).toEqual({ code: 1, said: `${page} is stale: run npm run docs and commit it\n` });
    expect(await readFile(join(root, page), 'utf8')).toBe('old');
  });

  it('refuses a code that two errors share', async () => {
    await put({
      ...sources,
      'packages/a/src/web-error.ts': '',
      'packages/a/dist/web-error.js': "export const webErrorCodes = { 'net-down': 'Twice.' };",
    });
    const { code, said } = await run();
    expect(code).toBe(1);
    expect(said).toContain('the code net-down belongs to NetError and to WebError');
  });
});

describe('tools/docs.mjs, the pages of argo-updater', () => {
  const folder = 'core/application';
  const files = {
    'packages/argo-updater/package.json': '{ "name": "@x/u", "type": "module", "exports": {} }',
    [`packages/argo-updater/src/${folder}/annotations/annotation-table.ts`]: '',
    [`packages/argo-updater/dist/${folder}/annotations/annotation-table.js`]: `export const annotationTable = [
      { prefix: 'x.dev', name: 'on', scopes: ['application', 'image'], type: { kind: 'enum', values: ['a', 'b'] }, default: 'a', meaning: 'M.' },
      { prefix: 'y.dev', name: 'off', scopes: ['image'], type: { kind: 'list' }, default: '', meaning: 'N.' },
    ];`,
    [`packages/argo-updater/src/${folder}/finding.ts`]: '',
    [`packages/argo-updater/dist/${folder}/finding.js`]: "export const settingsFindings = { 'not-read': 'Nothing.' };",
  };

  it('list each annotation under its prefix, in both spellings, and each finding', async () => {
    await put(files);
    expect(await run()).toMatchObject({ code: 0 });
    const annotations = await readFile(join(root, 'docs/reference/annotations.md'), 'utf8');
    expect(annotations).toContain('## x.dev\n');
    expect(annotations).toContain('| `on`, `<alias>.on` | `a`, `b` | a | M. |\n');
    expect(annotations).toContain('| `<alias>.off` | list |  | N. |\n');
    expect(await readFile(join(root, 'docs/reference/findings.md'), 'utf8')).toContain('| `not-read` | Nothing. |\n');
  });
});

describe('tools/docs.mjs, the pages of the API', () => {
  const files = {
    'packages/shared/package.json':
      '{ "name": "@x/s", "type": "module", "exports": { ".": { "types": "./dist/index.d.ts" }, "./text": { "types": "./dist/text/index.d.ts" } } }',
    'packages/shared/src/text/cut.ts': '',
    'packages/shared/dist/index.d.ts': '/** How many. */\nexport declare const count: number;\n',
    'packages/shared/dist/text/index.d.ts': "export { type Cut, cut } from './cut.js';\n",
  };
  const cut =
    '/** What is left. */\nexport interface Cut {\n    /** As it was. */\n    readonly text: string;\n}\n/**\n * Cuts a {@link Cut}.\n */\nexport declare function cut(text: string): Cut;\n';

  it('have each published name with its fields and comments, and go with their entry', async () => {
    await put({ ...files, 'packages/shared/dist/text/cut.d.ts': cut, 'docs/reference/api/shared/gone.md': '# Gone' });
    const before = await run('--check');
    expect(before.said).toContain('docs/reference/api/shared/gone.md is stale: run npm run docs and commit it\n');
    expect(before.said).toContain('docs/reference/api/shared/text.md is stale: run npm run docs and commit it\n');
    expect(await run()).toEqual({ code: 0, said: expect.not.stringContaining('stale') });
    expect(await readdir(join(root, 'docs/reference/api/shared'))).toEqual(['text.md']);
    const text = await readFile(join(root, 'docs/reference/api/shared/text.md'), 'utf8');
    expect(text).toContain('# @towline/shared/text\n');
    expect(text).toContain('`text` | `readonly` | `string` | As it was. |\n');
    expect(text).toMatch(/^<a id="(cut-\d)"><\/a>\n\n### Cut\n[\s\S]*^Cuts a \[Cut\]\(#\1\)\.$/m);
  }, 120_000);

  it('refuse a published name without a comment, and a type that is used and not published', async () => {
    const pieces = '/** A piece. */\nexport interface Piece {}\n';
    const declarations = `${cut.replace('/** What is left. */\n', '').replace('): Cut', '): Cut & Piece')}${pieces}`;
    await put({ ...files, 'packages/shared/dist/text/cut.d.ts': declarations });
    const { code, said } = await run();
    expect(code).toBe(1);
    expect(said).toMatch(/Cut \(Interface\).*does not have any documentation/);
    expect(said).toMatch(/Piece.*is referenced by.*but not included/);
    expect(said).toContain('the API is not documented, see above');
  }, 120_000);
});

describe('tools/docs.mjs, the index of decisions', () => {
  it('lists each page by its title and the first sentence of its decision', async () => {
    await put({
      'docs/decisions/b.md': '# Why B\n\n## Context\nC.\n\n## Decision\n\nB is\nused.\n\n## Consequences\n\nNone.\n',
    });
    expect(await run()).toMatchObject({ code: 0 });
    const index = await readFile(join(root, 'docs/decisions/README.md'), 'utf8');
    expect(index).toContain('| [Why B](b.md) | B is used. |\n');
  });

  it('refuses a page without its three parts', async () => {
    await put({ 'docs/decisions/b.md': '# B\n\n## Context\n\nC.\n\n## Decision\n\nB.\n' });
    const { code, said } = await run();
    expect(code).toBe(1);
    expect(said).toContain('docs/decisions/b.md needs a title and the headings Context, Decision, Consequences');
  });
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

function run(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [tool, '--root', root, ...args], (_error, _stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, said: stderr });
    });
  });
}
