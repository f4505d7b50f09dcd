import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { commandsOf, describeEngine } from '@towline/test-kit/groovy';

const folder = fileURLToPath(new URL('testdata/library', import.meta.url));
const script = `@Library('greetings@v1') _\ndef length = greet(name: 'ada')\necho "\${length}"`;

describeEngine('a shared library', (engine) => {
  it.each([
    ['outside the sandbox where it is trusted', true, ['global greet', 'step echo']],
    ['inside it where it is a folder’s', false, ['method java.lang.String toUpperCase']],
  ])('runs its variables, classes and resources, %s', async (_what, trusted, seen) => {
    const result = await engine.run({ script, sandbox: true, libraries: { greetings: { folder, trusted } } });
    expect(result.error).toBeNull();
    expect(commandsOf(result)).toEqual(['greet ada']);
    expect(result.log.slice(1, 3)).toEqual(['HELLO ADA', '3']);
    expect(result.sandbox).toEqual(expect.arrayContaining(seen));
    expect(result.sandbox.includes('method java.lang.String toUpperCase')).toBe(!trusted);
  });

  it('survives a restart at every step', async () => {
    const libraries = { greetings: { folder } };
    const undisturbed = await engine.run({ script, libraries });
    for (let step = 0; step < undisturbed.calls.length; step++) {
      const result = await engine.run({ script, libraries, restartAt: step });
      expect(result).toMatchObject({ result: 'SUCCESS', calls: undisturbed.calls });
    }
  });

  it('may be named in a declarative pipeline too', async () => {
    const declarative = `pipeline {\nagent none\nlibraries { lib('greetings') }\nstages { stage('a') { steps { greet(name: 'ada') } } }\n}`;
    const result = await engine.run({ script: declarative, libraries: { greetings: { folder } } });
    expect(result.error).toBeNull();
    expect(commandsOf(result)).toEqual(['greet ada']);
  });
});
