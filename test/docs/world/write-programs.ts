import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Writes the programs that pages name into a folder: to run, they are the built ones; to read, they look at their command line and end.
 * `npm` looks whether its script is there, since all this runs within `npm test`.
 */
export async function writePrograms(folder: string, use: 'run' | 'read'): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tool = (file: string): string => join(root, 'test/docs/bin', file);
  const ours = (name: string): readonly string[] =>
    use === 'run' ? [join(root, 'packages', name, 'bin', `${name}.js`)] : [tool('check-line.mjs'), name];
  const programs = {
    'argo-updater': start(...ours('argo-updater')),
    'jenkins-bridge': start(...ours('jenkins-bridge')),
    npm: start(tool('check-script.mjs')),
    npx: `case "$1" in @towline/argo-updater|@towline/jenkins-bridge) name="\${1#@towline/}";; *) exit 127;; esac; shift; exec "$name" "$@"`,
  };
  for (const [name, line] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/bash\n${line}\n`);
    await chmod(join(folder, name), 0o755);
  }
}

function start(...words: readonly string[]): string {
  return ['exec', process.execPath, ...words, '"$@"'].join(' ');
}
