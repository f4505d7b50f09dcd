import { describe, expect, it } from '@jest/globals';
import { playHere } from './demo-here.js';
import type { hopsInOrder, partNames } from './hops.js';

// Each real part once, at a hop where it has much to do; pretended.test.ts has every part at every hop.
describe('when a part is killed, the demo says so and leaves nothing', () => {
  it.each<[(typeof partNames)[number], (typeof hopsInOrder)[number]]>([
    ['the cluster', 'lab-ready'],
    ['the registry', 'lab-ready'],
    ['the operator', 'first-deployed'],
    ['the Git server', 'commit-pushed'],
    ['jenkins-bridge', 'commit-pushed'],
    ['the queue', 'event-received'],
    ['argo-updater', 'event-received'],
  ])(
    '%s after the hop %s',
    async (part, hop) => {
      const { code, stderr, left } = await playHere({
        told: (line, pidOf) => line.kind === 'hop' && line.id === hop && process.kill(pidOf(part), 'SIGKILL'),
      });
      expect({ code, stderr, left }).toEqual({
        code: 1,
        stderr: expect.stringContaining(`${part} was ended by SIGKILL`),
        left: [],
      });
      expect(stderr).toMatch(/^demo: it ended after the hop [a-z-]+ \(.+\): /);
    },
    90_000,
  );
});
