import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const tool = fileURLToPath(new URL('../../tools/docs.mjs', import.meta.url));
const schema = {
  description: 'All of it.',
  properties: { part: { $ref: '#/$defs/part', description: 'A | B.' }, size: { enum: ['s', 'l'], default: 's' } },
  required: ['part'],
  $defs: {
    part: {
      oneOf: [
        {
          description: 'One.',
          properties: { kind: { const: 'one' }, inner: { type: 'object', properties: { x: { type: 'integer' } } } },
        },
        { description: 'Two.', properties: { kind: { const: 'two', default: 'two' } } },
      ],
    },
  },
};
const modules = {
  'pipeline/json-schema': `export const pipelineJsonSchema = () => (${JSON.stringify(schema)});`,
  'pipeline/pipeline-finding': "export const pipelineFindings = { 'name-twice': 'Twice.' };",
  'tag/placeholders':
    "export const placeholders = { sha: { meaning: 'S.', fixed: true }, file: { meaning: 'F.', argument: 'path', fixed: false } };",
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'towline-docs-'));
  await put('packages/jenkins-bridge/package.json', '{ "name": "@x/j", "type": "module", "exports": {} }');
  for (const [name, text] of Object.entries(modules)) {
    await put(`packages/jenkins-bridge/src/core/${name}.ts`, '');
    await put(`packages/jenkins-bridge/dist/core/${name}.js`, text);
  }
  await promisify(execFile)(process.execPath, [tool, '--root', root]);
});
afterEach(() => rm(root, { recursive: true }));

describe('tools/docs.mjs, the pages of the pipeline', () => {
  it('list the keys of each part by kind, the placeholders and the findings', async () => {
    const page = await readFile(join(root, 'docs/reference/pipeline.md'), 'utf8');
    expect(page).toContain('| `part` | [part](#part) | **required** | A \\| B. |\n| `size` | `s`, `l` | `"s"` |  |\n');
    expect(page).toContain('## part\n\n### kind: one\n\nOne.\n');
    expect(page).toContain('| `inner` | keys |  |  |\n| `inner.x` | whole number |  |  |\n');
    expect(page).toContain('### kind: two\n\nTwo.\nThis is the kind that is meant where none is named.\n');
    expect(page).toContain('| `{sha}` | S. | stays |\n| `{file:path}` | F. | may move |\n');
    expect(page).toContain('| `name-twice` | Twice. |\n');
  });

  it('have the JSON Schema beside them', async () => {
    const text = await readFile(join(root, 'packages/jenkins-bridge/schema/towline.schema.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(schema);
  });
});

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
