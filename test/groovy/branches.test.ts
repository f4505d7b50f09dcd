import { describe, expect, it } from '@jest/globals';
import { answerBy, commandsOf, describeEngine, type StepCall } from '@towline/test-kit/groovy';

describeEngine('a pipeline', (engine) => {
  describe('with branches', () => {
    const branches = `parallel(
      a: { node('amd64') { sh 'build a'; sh 'push a' } },
      b: { node('arm64') { sh 'build b'; sh 'push b' } },
      failFast: FAST)\nnode { sh 'index' }`;

    it('runs them in turns, on their nodes', async () => {
      const { calls } = await engine.run({ script: branches.replace('FAST', 'false') });
      const seen = calls
        .filter((call) => call.command !== undefined)
        .map((call) => [call.branch, call.node, call.command]);
      expect(seen).toEqual([
        ['a', 'amd64', 'build a'],
        ['b', 'arm64', 'build b'],
        ['a', 'amd64', 'push a'],
        ['b', 'arm64', 'push b'],
        ['', '', 'index'],
      ]);
    });

    it('runs them in every order, each by its seed', async () => {
      const orders = new Set<string>();
      for (let seed = 0; seed < 30; seed++) {
        const build = { script: branches.replace('FAST', 'false'), seed, serialize: false };
        const order = commandsOf(await engine.run(build)).join();
        expect(commandsOf(await engine.run(build)).join()).toBe(order);
        expect(order).toMatch(/index$/);
        orders.add(order);
      }
      expect(orders.size).toBe(6);
    });

    it.each([
      ['lets the others end', 'false', ['build a', 'build b', 'push b']],
      ['ends the others where it shall', 'true', ['build a', 'build b']],
    ])('whose failure %s, and goes no further', async (_what, fast, commands) => {
      const answer = answerBy([{ command: 'build a', status: 1 }]);
      const result = await engine.run({ script: branches.replace('FAST', fast), answer });
      expect(result.result).toBe('FAILURE');
      expect(commandsOf(result)).toEqual(commands);
    });

    it('survives a restart in any of them', async () => {
      const undisturbed = await engine.run({ script: branches.replace('FAST', 'true') });
      for (let step = 0; step < undisturbed.calls.length; step++) {
        const result = await engine.run({ script: branches.replace('FAST', 'true'), restartAt: step });
        expect(result.calls).toEqual(undisturbed.calls);
      }
    });
  });

  describe('beside other builds', () => {
    it('waits for a lock', async () => {
      const order: string[] = [];
      const build = (buildNumber: number) =>
        engine.run({
          script: `lock('latest') { node { sh 'one'; sh 'two' } }`,
          controller: 'locks',
          buildNumber,
          answer: (call) => {
            if (call.command !== undefined) order.push(`${buildNumber} ${call.command}`);
            return undefined;
          },
        });
      await Promise.all([build(1), build(2)]);
      expect(order).toEqual(['1 one', '1 two', '2 one', '2 two']);
    });

    it('does not pass a milestone that a newer one has passed', async () => {
      const script = `milestone 1\necho 'past'`;
      const newer = await engine.run({ script, controller: 'milestones', buildNumber: 2 });
      const older = await engine.run({ script, controller: 'milestones', buildNumber: 1 });
      expect([newer.result, older.result]).toEqual(['SUCCESS', 'NOT_BUILT']);
      expect(older.log).not.toContain('past');
    });

    it('is ended by a newer one that passes the next milestone', async () => {
      const script = `milestone 1\nnode { sh 'slow' }\nmilestone 2\necho 'past'`;
      const newer = () => engine.run({ script, controller: 'overtaken', buildNumber: 2 });
      const answer = async (call: StepCall) => {
        if (call.command === 'slow') expect((await newer()).result).toBe('SUCCESS');
        return undefined;
      };
      const older = await engine.run({ script, controller: 'overtaken', buildNumber: 1, answer });
      expect(older).toMatchObject({ result: 'NOT_BUILT', error: { message: 'Superseded by build #2' } });
    });

    it('takes its steps between theirs, as they are answered', async () => {
      const order: string[] = [];
      const script = `node { sh 'push sha'; sh 'push latest' }`;
      const build = (name: string, before: () => Promise<void>) =>
        engine.run({
          script,
          answer: async ({ command }) => {
            if (command === 'push latest') await before();
            if (command !== undefined) order.push(`${name} ${command}`);
            return undefined;
          },
        });
      await build('older', async () => void (await build('newer', async () => undefined)));
      expect(order).toEqual(['older push sha', 'newer push sha', 'newer push latest', 'older push latest']);
    });
  });
});
