import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendSignal } from '../stage/send-signal.js';
import { until } from '../stage/until.js';
import { answeringPids } from './page.js';
import { type Scene, short } from './steps.js';

const file = 'web/deployment.yaml';

/** A person wants two processes, and gets them. Gives their ids. */
export async function scaleByHand({ lab, story }: Scene): Promise<readonly number[]> {
  const { manifests, signal } = lab;
  await manifests.pull();
  const text = await readFile(join(manifests.folder, file), 'utf8');
  const commit = await manifests.commit('Run two of them', { [file]: text.replace('replicas: 1', 'replicas: 2') });
  story.hop({
    id: 'replicas-changed',
    what: `${manifests.person.name} wants two processes`,
    look: { commit: short(commit) },
    shown: await manifests.git('diff', '--unified=0', 'HEAD~1'),
  });
  const pids = await until({ what: 'two processes answer', signal }, async () => {
    const answering = await answeringPids(lab);
    return answering.length === 2 ? answering : undefined;
  });
  story.hop({ id: 'two-processes', what: 'two processes answer in turn', look: { processes: pids.join(', ') } });
  return pids;
}

/** Somebody kills a process, and another one takes its place. */
export async function repairDrift({ lab, story }: Scene, pids: readonly number[]): Promise<void> {
  const [victim] = pids;
  if (victim === undefined) throw new Error('there is no process to kill');
  sendSignal(victim, 'SIGKILL');
  story.hop({ id: 'process-killed', what: `process ${victim} is killed`, look: { command: `kill -9 ${victim}` } });
  const now = await until({ what: 'another process takes its place', signal: lab.signal }, async () => {
    const answering = await answeringPids(lab);
    return answering.length === 2 && !answering.includes(victim) ? answering : undefined;
  });
  story.hop({
    id: 'drift-repaired',
    what: 'the operator has started another one',
    look: { processes: now.join(', ') },
  });
}
