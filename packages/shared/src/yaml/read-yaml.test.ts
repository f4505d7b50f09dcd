import { describe, expect, it } from '@jest/globals';
import { readYaml } from './index.js';

describe('readYaml', () => {
  it('reads every document, and says where its values stand', () => {
    const documents = readYaml('a: 1\r\nb:\r\n  - c: yes\r\n---\r\n---\r\n{x: "1.0"}\r\n');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1, b: [{ c: 'yes' }] }, null, { x: '1.0' }]);
    expect(documents[0]?.positionOf(['b', 0, 'c'])).toEqual({ line: 3, column: 8 });
    expect(documents[0]?.positionOf(['b', 0, 'missing'])).toEqual({ line: 3, column: 5 });
    expect(documents[0]?.positionOf(['missing'])).toEqual({ line: 1, column: 1 });
    expect(documents[2]?.positionOf(['x'])).toEqual({ line: 6, column: 5 });
  });

  it('tells how a scalar is spelled', () => {
    const [document] = readYaml('a: 1.10\nb: &x "2.0"\nc: *x\nd: [1]\n');
    const texts = [['a'], ['b'], ['c'], ['d'], ['e'], ['d', 'e']].map((path) => document?.textOf(path));
    expect(texts).toEqual(['1.10', '2.0', '2.0', undefined, undefined, undefined]);
  });

  it('takes the last of two equal keys, or refuses them', () => {
    expect(readYaml('a: 1\na: 2\n')[0]?.value).toEqual({ a: 2 });
    expect(() => readYaml('a: 1\na: 2\n', { uniqueKeys: true })).toThrow(
      expect.objectContaining({ line: 2, column: 1 }),
    );
  });

  it('throws what is wrong with a text', () => {
    expect(() => readYaml('a: [')).toThrow(expect.objectContaining({ code: 'yaml-syntax', line: 1, column: 5 }));
  });
});
