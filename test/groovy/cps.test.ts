import { describe, expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';

describeEngine('a pipeline', (engine) => {
  describe('under CPS', () => {
    it.each([
      ['a loop over a list', `for (tag in ['a', 'b']) { echo tag }`],
      ['each', `['a', 'b'].each { echo it }`],
    ])('%s around a step is not serializable', async (_what, script) => {
      const result = await engine.run({ script });
      expect(result.error).toMatchObject({
        type: 'java.io.NotSerializableException',
        message: 'java.util.ArrayList$Itr',
      });
      expect(result.calls).toEqual([]);
      expect(await engine.run({ script, serialize: false })).toMatchObject({ result: 'SUCCESS' });
    });

    it('an indexed loop is', async () => {
      const script = `def tags = ['a', 'b']\nfor (int i = 0; i < tags.size(); i++) { echo tags[i] }`;
      expect((await engine.run({ script })).log).toEqual(['a', 'b', 'Finished: SUCCESS']);
    });

    it('sort with a closure gives -1 in the place of the list', async () => {
      const { log } = await engine.run({ script: `echo "\${[3, 1, 2].sort { a, b -> a <=> b }}"` });
      expect(log[0]).toBe('-1');
    });

    it('static fields are not saved', async () => {
      const script = `class Counter { static int count = 0 }\nCounter.count = 1\necho 'x'\necho "\${Counter.count}"`;
      expect((await engine.run({ script })).log[1]).toBe('1');
      expect((await engine.run({ script, restartAt: 0 })).log).toEqual(
        expect.arrayContaining(['x', 'Resuming build after a restart', '0']),
      );
    });

    it('a method without CPS may loop', async () => {
      const script = `@NonCPS\ndef join(list) { def all = ''; for (x in list) { all += x }; all }\necho join(['a', 'b'])`;
      expect((await engine.run({ script })).log[0]).toBe('ab');
    });

    it('what is not serializable may not live over a step', async () => {
      const result = await engine.run({ script: `def m = 'a' =~ /a/\necho 'x'\necho m.toString()` });
      expect(result.error).toMatchObject({
        type: 'java.io.NotSerializableException',
        message: 'java.util.regex.Matcher',
      });
    });
  });

  describe('fails as in Jenkins', () => {
    it.each([
      [
        'a step that nobody has',
        `foo 'x'`,
        'java.lang.NoSuchMethodError',
        `No such DSL method 'foo' found among steps`,
      ],
      [
        'sh outside a node',
        `sh 'x'`,
        'org.jenkinsci.plugins.workflow.steps.MissingContextVariableException',
        'Perhaps you forgot to surround the sh step with a step that provides this, such as: node',
      ],
      [
        'a registry without https://',
        `node { docker.withRegistry('r.io', 'c') { } }`,
        'java.net.MalformedURLException',
        'no protocol',
      ],
      [
        'a misspelt withRegistry',
        `node { docker.withRegitry('r.io', 'c') { } }`,
        'groovy.lang.MissingMethodException',
        'withRegitry',
      ],
      [
        'an image name in capitals',
        `node { docker.build('Shop/Cart') }`,
        'java.lang.IllegalArgumentException',
        'Shop/Cart',
      ],
      [
        'arguments without names',
        `node { sh 'a', 'b' }`,
        'java.lang.IllegalArgumentException',
        'Expected named arguments',
      ],
      [
        'a block step without a block',
        `withEnv(['A=1'])`,
        'java.lang.IllegalStateException',
        'must be called with a body',
      ],
      ['a missing file', `node { readFile 'a' }`, 'java.nio.file.NoSuchFileException', '/workspace/1/a'],
      ['a missing stash', `node { unstash 'a' }`, 'hudson.AbortException', 'No such saved stash'],
      ['an unknown library', `@Library('nope') _\necho 'x'`, 'java.lang.IllegalArgumentException', '[nope]'],
    ])('%s', async (_what, script, type, message) => {
      const { result, error } = await engine.run({ script });
      expect(result).toBe('FAILURE');
      expect(error).toMatchObject({ type, message: expect.stringContaining(message) });
    });

    it('a script that does not compile, with the position', async () => {
      const { result, error, calls } = await engine.run({ script: `node {\n  echo 'a\n}` });
      expect({ result, calls }).toEqual({ result: 'FAILURE', calls: [] });
      expect(error?.findings).toEqual([{ message: expect.stringContaining('expecting'), line: 2, column: 10 }]);
    });
  });
});
