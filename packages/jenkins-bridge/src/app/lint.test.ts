import { describe, expect, it } from '@jest/globals';
import { lintFiles } from './lint.js';

describe('lintFiles', () => {
  it('counts by severity and names the file of each finding', () => {
    const files = [
      { path: 'a', text: "node { sh 'rm ~/.docker/config.json' }" },
      { path: 'b', text: 'node { timeout(5) { docker.biuld("x") } }' },
      { path: 'c', text: '' },
    ];
    const { findings, ...counts } = lintFiles(files);
    expect(counts).toEqual({ files: 3, errors: 1, warnings: 2 });
    expect(findings.map(({ file, rule }) => [file, rule])).toEqual([
      ['a', 'no-timeout'],
      ['a', 'docker-config-removed'],
      ['b', 'misspelt-docker-method'],
    ]);
  });
});
