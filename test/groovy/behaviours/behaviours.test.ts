import { expect, it } from '@jest/globals';
import { sha } from './behaviour.js';
import { describeBehaviours } from './behaviour-suite.js';
import { behaviours } from './behaviours.js';
import { deedsOf } from './normal-form.js';

describeBehaviours(behaviours, (run) => {
  it('holds no agent while it asks', async () => {
    const { calls } = await run('gated');
    expect(calls.flatMap(({ step, node }) => (step === 'input' ? [node] : []))).toEqual([null]);
  });

  it('takes no harm from a restart between two pushes', async () => {
    const undisturbed = await run('simplest');
    const restartAt = undisturbed.calls.findIndex(({ command }) => command?.startsWith('docker push'));
    const { result, calls } = await run('simplest', { restartAt });
    expect({ result, deeds: deedsOf(calls, sha) }).toEqual({
      result: 'SUCCESS',
      deeds: deedsOf(undisturbed.calls, sha),
    });
  });
});
