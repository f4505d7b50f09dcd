import { expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';
import { startRace } from '../race.js';
import { pipelines } from './pipelines.js';
import { library } from './subjects.js';

describeEngine('builds that use the library and overtake each other', (engine) => {
  it('leave latest on the newest commit in 50 races', async () => {
    const pipeline = library.build(pipelines.simplest);
    for (let seed = 0; seed < 50; seed++) {
      const commits = Array.from({ length: 2 + (seed % 3) }, (_, index) => String(index + 1).repeat(40));
      const race = startRace(commits, seed);
      const builds = commits.map(async (commit) => {
        const { result } = await engine.run({ ...pipeline, serialize: false, answer: race.answers(commit) });
        race.ended();
        return result;
      });
      expect(new Set(await Promise.all(builds))).toEqual(new Set(['SUCCESS']));
      expect([seed, race.registry.get('latest')]).toEqual([seed, commits.at(-1)]);
    }
  }, 240_000);
});
