import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { editYaml, type YamlEdit } from './index.js';

const folder = new URL('testdata/edits/', import.meta.url);
const read = (name: string, file: string) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8');

describe('editYaml keeps every other byte', () => {
  it.each(readdirSync(folder))('%s', (name) => {
    const original = read(name, 'original.yaml');
    const edits = JSON.parse(read(name, 'edits.json')) as YamlEdit[];
    const { text, changes } = editYaml(original, edits);
    expect(text).toBe(read(name, 'expected.yaml'));
    expect(changes.length > 0).toBe(text !== original);
    if (edits.every((edit) => edit.kind === 'set')) expect(editYaml(text, edits).text).toBe(text);
  });

  it('leaves JSON what it is', () => {
    expect(() => JSON.parse(read('json', 'expected.yaml'))).not.toThrow();
  });
});
