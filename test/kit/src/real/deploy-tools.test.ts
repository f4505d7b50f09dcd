import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { deployTools, prometheusCrdsVersion } from './deploy-tools.js';

const versions = { ...deployTools, 'prometheus-crds': { version: prometheusCrdsVersion } };

it.each(Object.entries(versions))('%s is installed in the version that is looked for', async (name, { version }) => {
  const script = await readFile(new URL('../../../../.ci/install-real.sh', import.meta.url), 'utf8');
  expect(script).toContain(`${name.replaceAll('-', '_')}_version=${version}\n`);
});
