import { describe, expect, it } from '@jest/globals';
import { definePipeline } from './define-pipeline.js';
import type { PipelineInput } from './pipeline.js';
import { isPipelineError } from './pipeline-error.js';

const input: PipelineInput = {
  images: [{ name: 'shop/cart' }],
  tests: [{ kind: 'built-image', run: 'npm test' }],
  publication: { registry: { kind: 'ecr', account: '123456789012', region: 'eu-west-1' } },
};

describe('definePipeline', () => {
  it('fills in what has a default: the credentials, the commit as a tag, and latest', () => {
    const { source, publication } = definePipeline(input);
    expect(source).toMatchObject({ kind: 'scm', branch: 'main', credentialsId: 'gitUser' });
    expect(publication.registry.auth).toEqual({ kind: 'ecr-credential', credentialsId: 'ecrUser' });
    expect(publication.tags.map(({ template }) => template)).toEqual(['{sha}', 'latest']);
  });

  it('throws with every mistake', () => {
    const make = (): unknown =>
      definePipeline({ ...input, parameters: [parameter, parameter], options: { timeout: 'soon' } });
    expect(caughtFrom(make).map(({ code }) => code)).toEqual(['value-invalid', 'name-twice']);
    expect(make).toThrow('options.timeout: It is not a duration');
  });
});

const parameter = { kind: 'string' as const, name: 'STAGE' };

function caughtFrom(make: () => unknown): readonly { readonly code: string }[] {
  try {
    make();
  } catch (error) {
    if (isPipelineError(error)) return error.findings;
  }
  return [];
}
