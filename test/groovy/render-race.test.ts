import { expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';
import { startRace } from './race.js';
import { renderedFile, syntaxes } from './rendered.js';

const cases = ['four-stages', 'buildx'].flatMap((feature) =>
  syntaxes.map((syntax) => ({ feature, syntax, races: feature === 'buildx' ? 10 : 50 })),
);

describeEngine('builds that overtake each other', (engine) => {
  /** Where latest is in the end, counted in commits behind the newest. */
  const behind = async (script: string, seed: number): Promise<number> => {
    const commits = Array.from({ length: 2 + (seed % 3) }, (_, index) => String(index + 1).repeat(40));
    const race = startRace(commits, seed);
    const builds = commits.map(async (commit) => {
      const { result } = await engine.run({ script, serialize: false, answer: race.answers(commit) });
      race.ended();
      return result;
    });
    expect(new Set(await Promise.all(builds))).toEqual(new Set(['SUCCESS']));
    return commits.length - 1 - commits.indexOf(race.registry.get('latest') ?? '');
  };

  it.each(cases)(
    'leave latest on the newest commit in $races races: $feature, $syntax',
    async ({ feature, syntax, races }) => {
      const script = renderedFile(feature, syntax);
      for (let seed = 0; seed < races; seed++) expect([seed, await behind(script, seed)]).toEqual([seed, 0]);
    },
    240_000,
  );

  it('would not, if they did not look again', async () => {
    const script = renderedFile('four-stages', 'scripted').replace('while (newest', 'if (newest');
    let wrong = 0;
    for (let seed = 0; seed < 20; seed++) wrong += (await behind(script, seed)) > 0 ? 1 : 0;
    expect(wrong).toBeGreaterThan(0);
  }, 240_000);
});
