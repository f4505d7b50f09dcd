import type { KitProgram } from '../standalone/index.js';
import { startJenkins } from './start-jenkins.js';
import type { RunScript } from './state/run.js';

const line = `${'x'.repeat(99)}\n`;

/** The fake Jenkins as a program. */
export const jenkinsProgram: KitProgram = {
  summary:
    'A Jenkins. --job makes a job (folders by /) whose log has --log-megabytes; sign in with the token of admin.',
  options: {
    job: { type: 'string' },
    'log-megabytes': { type: 'string' },
    tls: { type: 'boolean' },
  },
  async start(values, port) {
    const jenkins = await startJenkins({ port, tls: values.tls === true, control: true });
    const script: RunScript = async (run) => {
      await run.stage('Build image', async () => run.log(line, Number(values['log-megabytes'] ?? 0) * 10_000));
      return 'SUCCESS';
    };
    if (typeof values.job === 'string') jenkins.createJob(values.job, { script });
    const token = jenkins.createToken('admin');
    return {
      ready: { url: jenkins.url, user: 'admin', password: 'secret', token, ca: jenkins.ca },
      stop: jenkins.stop,
    };
  },
};
