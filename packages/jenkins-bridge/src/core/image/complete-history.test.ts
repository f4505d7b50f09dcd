import { expect, it } from '@jest/globals';
import { parseDigest } from '@towline/shared/image';
import { completeHistory } from './complete-history.js';
import { emptyConfig } from './image-config.js';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const diffIds = digest === undefined ? [] : [digest, digest];
const image = { ...emptyConfig({ os: 'linux', architecture: 'amd64' }), diffIds };

it.each([
  ['there is none', [], 2],
  ['a layer is missing', [{ created_by: 'COPY a' }, { created_by: 'ENV A=1', empty_layer: true }], 3],
  ['all are there', [{ created_by: 'COPY a' }, { created_by: 'COPY b' }], 2],
])('has an entry for each layer where %s', (_where, history, length) => {
  expect(completeHistory({ ...image, history }).history).toHaveLength(length);
});
