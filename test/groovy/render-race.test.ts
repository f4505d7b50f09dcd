import { expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';
import { startRace } from './race.js';
import { renderedFile, syntaxes } from './rendered.js';

const races = 50;
const cases = ['four-stages', 'buildx'].flatMap((feature) => syntaxes.map((syntax) => ({ feature, syntax })));

describeEngine('builds that overtake each other', (engine) => {
  it.each(cases)(
    `leave latest on the newest commit in ${races} races: $feature, $syntax`,
    async ({ feature, syntax }) => {
      const script = renderedFile(feature, syntax);
      for (let seed = 0; seed < races; seed++) {
        const commits = Array.from({ length: 2 + (seed % 3) }, (_, index) => String(index + 1).repeat(40));
        const race = startRace(commits, seed);
        const builds = commits.map(async (commit) => {
          const result = await engine.run({ script, serialize: false, answer: race.answers(commit) });
          race.ended();
          return result.result;
        });
        expect(new Set(await Promise.all(builds))).toEqual(new Set(['SUCCESS']));
        expect(race.registry.get('latest')).toBe(commits.at(-1));
      }
    },
    240_000,
  );
});
