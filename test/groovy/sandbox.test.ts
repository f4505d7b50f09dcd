import { expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';

describeEngine('the sandbox', (engine) => {
  it.each([
    [`echo 'a'`, ['step echo']],
    [`steps.echo 'a'`, ['global steps', 'step echo']],
    [`node { sh 'a' }`, ['step node', 'step sh']],
    [`'a'.trim()`, ['method java.lang.String trim']],
    ['[1].size()', ['method java.util.Collection size']],
    ['[a: 1].a', ['method java.util.Map get java.lang.Object']],
    ['[1][0]', ['staticMethod org.codehaus.groovy.runtime.DefaultGroovyMethods getAt java.util.List int']],
    [
      `'a,b'.tokenize(',')`,
      ['staticMethod org.codehaus.groovy.runtime.DefaultGroovyMethods tokenize java.lang.String java.lang.String'],
    ],
    [
      `"\${1 + 1}"`,
      [
        'new org.codehaus.groovy.runtime.GStringImpl java.lang.Object[] java.lang.String[]',
        'staticMethod org.codehaus.groovy.runtime.ScriptBytecodeAdapter asType java.lang.Object java.lang.Class',
      ],
    ],
    ['new ArrayList()', ['new java.util.ArrayList']],
    ['Integer.parseInt("1")', ['staticMethod java.lang.Integer parseInt java.lang.String']],
    ['Math.PI', ['staticField java.lang.Math PI']],
    ['System.getenv()', ['staticMethod java.lang.System getenv']],
    [
      'env.A = currentBuild.result',
      ['global CurrentBuild result', 'global EnvironmentVariable A', 'global currentBuild', 'global env'],
    ],
    [`docker.image('a').id`, ['global Docker image', 'global DockerImage id', 'global docker']],
    [`def own(a) { a }\nown('a')`, []],
    [`@NonCPS\ndef own(a) { a.trim() }\nown('a')`, ['method java.lang.String trim']],
    [
      `def c = { it.trim() }\nc('a')`,
      ['method groovy.lang.Closure call java.lang.Object', 'method java.lang.String trim'],
    ],
  ])('notes what %s needs', async (script, expected) => {
    const { error, sandbox } = await engine.run({ script, sandbox: true });
    expect(error).toBeNull();
    expect(sandbox).toEqual(expected);
  });

  it('says nothing of a script outside it', async () => {
    expect((await engine.run({ script: `'a'.trim()` })).sandbox).toEqual([]);
  });

  it('refuses finalizers', async () => {
    const { error } = await engine.run({ script: 'class A { void finalize() { } }', sandbox: true });
    expect(error?.message).toContain('may not override Object.finalize()');
  });

  it('sees into declarative pipelines', async () => {
    const script = `pipeline {\nagent any\nstages { stage('a') {\nwhen { expression { !'a'.trim() } }\nsteps { echo 'a' } } }\n}`;
    expect((await engine.run({ script, sandbox: true })).sandbox).toContain('method java.lang.String trim');
  });
});
