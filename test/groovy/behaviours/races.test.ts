import { describe, expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';
import fc from 'fast-check';
import { pipelines } from './pipelines.js';
import { type RaceWorld, race } from './race.js';
import { subjects } from './subjects.js';

const commits = ['a', 'b', 'c'].map((digit) => digit.repeat(40));

describeEngine('latest', (engine) => {
  describe.each(subjects)('as $name moves it', (subject) => {
    it('is on the newest commit after each of 50 races, whoever ends last', async () => {
      const ends = new Set<string>();
      const property = fc.asyncProperty(fc.infiniteStream(fc.nat()), async (choices) => {
        const world: RaceWorld = { commits, tags: new Map() };
        const made: string[] = [];
        await race(
          world,
          async (build) => {
            const pipeline = subject.build(pipelines.simplest);
            const ended = await engine.run({ ...pipeline, ...build, serialize: false, env: { BRANCH_NAME: 'main' } });
            expect(ended.error).toBeNull();
            made.push(build.commit.charAt(0));
          },
          (count) => (choices.next().value ?? 0) % count,
        );
        ends.add(made.join(''));
        expect(world.tags.get('latest')).toBe(commits.at(-1));
      });
      await fc.assert(property, { numRuns: 50 });
      // The races were races: the builds ended in several orders.
      expect(ends.size).toBeGreaterThan(2);
    }, 120_000);
  });
});
