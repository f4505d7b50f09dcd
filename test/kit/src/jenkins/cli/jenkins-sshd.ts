import { fileURLToPath } from 'node:url';
// Not by its index, which brings the test framework: this folder is a program too.
import { type Sshd, startForcedSshd } from '../../real/sshd.js';
import type { FakeJenkins } from '../start-jenkins.js';

/** A real SSH server whose every session is Jenkins' command line over the fake. */
export function startJenkinsSshd({ cliUrl }: FakeJenkins): Promise<Omit<Sshd, 'url'> & { readonly user: string }> {
  const program = fileURLToPath(new URL('../../../bin/jenkins-cli.mjs', import.meta.url));
  return startForcedSshd({ script: [`exec '${process.execPath}' '${program}' '${cliUrl}'`] });
}
