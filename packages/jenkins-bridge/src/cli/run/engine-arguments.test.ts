import { readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Secret } from '@towline/shared/secret';
import { definePipeline } from '../../core/pipeline/define-pipeline.js';
import type { PipelineInput } from '../../core/pipeline/pipeline.js';
import { engineArguments, writeSecrets } from './engine-arguments.js';

const imageOf = (image: Omit<PipelineInput['images'][number], 'name'>) => {
  const registry = { kind: 'oci', url: 'https://registry.example.com', auth: { kind: 'none' } } as const;
  const [only] = definePipeline({
    builder: { kind: 'buildx' },
    images: [{ name: 'web', ...image }],
    publication: { registry },
  }).images;
  if (only === undefined) throw new Error('no image');
  return only;
};

describe('what an engine is told of an image', () => {
  it.each<{ what: string; image: Omit<PipelineInput['images'][number], 'name'>; expected: readonly string[] }>([
    { what: 'nothing where it says nothing', image: {}, expected: [] },
    { what: 'to look for newer bases', image: { pull: true }, expected: ['--pull'] },
    {
      what: 'an image that holds layers',
      image: { cache: { kind: 'registry', reference: 'r.example.com/cache' } },
      expected: ['--cache-from', 'type=registry,ref=r.example.com/cache'],
    },
    {
      what: 'a folder of the work tree that does',
      image: { cache: { kind: 'folder', path: '.cache' } },
      expected: ['--cache-from', 'type=local,src=/tree/.cache', '--cache-to', 'type=local,dest=/tree/.cache,mode=max'],
    },
    {
      what: 'its own arguments, last',
      image: { pull: true, arguments: ['--squash'] },
      expected: ['--pull', '--squash'],
    },
  ])('$what', ({ image, expected }) => {
    expect(engineArguments('buildx', imageOf(image), { files: [], folder: '/tree' })).toEqual(expected);
  });

  it('secrets by files that only this user reads, and that are gone afterwards', async () => {
    const secrets = await writeSecrets([{ id: 'npm', secret: new Secret('hunter22') }]);
    const [file] = secrets.files;
    const path = file?.path ?? '';
    expect(engineArguments('buildah', imageOf({}), { ...secrets, folder: '/tree' })).toEqual([
      `--secret=id=npm,src=${path}`,
    ]);
    expect([await readFile(path, 'utf8'), (await stat(path)).mode & 0o777]).toEqual(['hunter22', 0o600]);
    await secrets.remove();
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });
});
