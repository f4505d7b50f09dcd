import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import type { BuildTicket, Job, QueueState } from '../../core/jenkins/jenkins.js';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';
import { requestBuild, untilStarted } from './start-build.js';

const ticket: BuildTicket = { kind: 'queued', job: 'team/app', item: 7 };

/** Waits in a queue that is in these states, one after the other. */
async function wait(states: readonly (QueueState | JenkinsError)[]) {
  const clock = createManualClock();
  const told: string[] = [];
  const left = [...states];
  const queued = async (): Promise<QueueState> => {
    const state = left.shift();
    if (state === undefined) throw new TypeError('asked too often');
    if ('code' in state) throw state;
    return state;
  };
  const waiting = untilStarted({ queued }, ticket, { clock, onQueue: (why) => told.push(why) });
  waiting.catch(() => undefined);
  for (let turn = 0; turn < 20; turn += 1) {
    clock.advance(2_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { waiting, told };
}

const waits = (why?: string): QueueState => ({ kind: 'waiting', why });
const started: QueueState = { kind: 'started', number: 3 };

describe('untilStarted', () => {
  it('tells why a build waits, once for each reason', async () => {
    const { waiting, told } = await wait([waits(), waits('quiet'), waits('quiet'), waits('no executor'), started]);
    expect([await waiting, told]).toEqual([3, ['quiet', 'no executor']]);
  });

  it('goes on where Jenkins was away meanwhile', async () => {
    const { waiting } = await wait([waits(), new JenkinsError('jenkins-starting', 'It starts'), started]);
    expect(await waiting).toBe(3);
  });

  it.each([
    ['was taken out of the queue', { kind: 'cancelled' }, 'jenkins-cancelled'],
    ['has been forgotten, with its build', { kind: 'gone' }, 'jenkins-lost'],
  ] as const)('says that a request %s', async (_what, state, code) => {
    const { waiting } = await wait([waits(), state]);
    await expect(waiting).rejects.toMatchObject({ code });
  });
});

describe('requestBuild', () => {
  const job: Job = { fullName: 'team/app', kind: 'pipeline', buildable: true, parameters: [], lastBuild: undefined };
  it.each([
    ['is not there', undefined, 'jenkins-not-found'],
    ['is a folder', { ...job, kind: 'folder' }, 'jenkins-not-buildable'],
    ['holds the jobs of branches', { ...job, kind: 'multibranch' }, 'jenkins-not-buildable'],
    ['is disabled', { ...job, buildable: false }, 'jenkins-not-buildable'],
    ['does not know a parameter', job, 'jenkins-parameters'],
  ] as const)('sends nothing where the job %s', async (_what, found, code) => {
    const sent: string[] = [];
    const jenkins = {
      job: async () => found,
      trigger: async (name: string) => {
        sent.push(name);
        return ticket;
      },
    };
    const request = { job: 'team/app', parameters: code === 'jenkins-parameters' ? { A: '1' } : {} };
    await expect(requestBuild(jenkins, request, {})).rejects.toMatchObject({ code });
    expect(sent).toEqual([]);
  });
});
