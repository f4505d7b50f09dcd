import { afterAll, beforeAll } from '@jest/globals';
import { describeReal } from '../real/index.js';
import { type GroovyEngine, startGroovyEngine } from './engine.js';

/** Enough for Maven to download what the engine needs, on a machine where nobody has warmed its repository. */
const startLimitMs = 240_000;

/** A `describe` whose tests share one pipeline engine. Without Java and Maven they are skipped, as {@link describeReal} says. */
export function describeEngine(name: string, body: (engine: Pick<GroovyEngine, 'parse' | 'run'>) => void): void {
  describeReal('maven', name, () => {
    let engine: GroovyEngine;
    beforeAll(async () => {
      engine = await startGroovyEngine();
    }, startLimitMs);
    afterAll(() => engine.stop());
    body({ parse: (text) => engine.parse(text), run: (build) => engine.run(build) });
  });
}
