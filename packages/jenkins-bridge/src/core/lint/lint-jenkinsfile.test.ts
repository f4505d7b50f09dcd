import { describe, expect, it } from '@jest/globals';
import { jenkinsfileRules, lintJenkinsfile } from './lint-jenkinsfile.js';

const rules = Object.entries(jenkinsfileRules);

/** The examples are short: most have no timeout. */
function rulesOf(id: string, text: string): readonly string[] {
  const found = lintJenkinsfile(text).map(({ rule }) => rule);
  return [...new Set(found)].filter((rule) => rule === id || rule !== 'no-timeout');
}

describe('the examples of the rules', () => {
  it.each(rules)('%s finds its bad example, and nothing else does', (id, { bad }) => {
    expect(rulesOf(id, bad)).toEqual([id]);
  });

  it.each(rules)('%s is quiet about its good example, and so are the others', (id, { good }) => {
    expect(rulesOf(id, good)).toEqual([]);
  });
});

describe('lintJenkinsfile', () => {
  it('gives the place, the line, why and a fix', () => {
    const text = "node {\n  timeout(5) {\n    docker.withRegitry('https://registry.example.com', 'x') { }\n  }\n}\n";
    expect(lintJenkinsfile(text)).toEqual([
      {
        rule: 'misspelt-docker-method',
        severity: 'error',
        line: 3,
        column: 5,
        length: 'docker.withRegitry'.length,
        excerpt: "    docker.withRegitry('https://registry.example.com', 'x') { }",
        message: 'There is no docker.withRegitry.',
        why: jenkinsfileRules['misspelt-docker-method']?.why,
        fix: 'Write docker.withRegistry.',
      },
    ]);
  });

  it('lets a suppression speak of the next line of code only', () => {
    const rm = "    sh 'rm ~/.docker/config.json'\n";
    const text = `node {\n  timeout(5) {\n    // towline-lint-disable-next-line docker-config-removed ours\n\n${rm}${rm}  }\n}\n`;
    expect(lintJenkinsfile(text)).toMatchObject([{ rule: 'docker-config-removed', line: 6 }]);
  });

  it('lets a suppression speak of its own rule only', () => {
    const text = `// towline-lint-disable-next-line no-timeout ours\nnode { sh 'rm ~/.docker/config.json' }`;
    expect(lintJenkinsfile(text)).toMatchObject([{ rule: 'docker-config-removed', line: 2 }]);
  });

  it('repeats no secret, in whatever finding', () => {
    const text = "node { withEnv(['API_TOKEN=Zx81-spectrum']) { sh 'rm ~/.docker/config.json' } }";
    const findings = lintJenkinsfile(text);
    expect(findings.map(({ rule }) => rule)).toEqual(['no-timeout', 'hard-coded-secret', 'docker-config-removed']);
    expect(JSON.stringify(findings)).not.toContain('Zx81');
  });

  it.each([
    ['podman push h.example/app:1', ['push-before-test']],
    ['digest=$(buildah push app:1 docker://h.example/app:1) && echo "$digest"', ['push-before-test']],
    ['buildah push app:1 docker-archive:app.tar', []],
    ['podman push app:1 oci:layout:1', []],
  ])('takes only what goes to a registry for a push: %s', (command, found) => {
    const text = `node { timeout(5) {\n  checkout scm\n  sh '${command}'\n  sh 'npm test'\n} }`;
    expect(lintJenkinsfile(text).map(({ rule }) => rule)).toEqual(found);
  });

  it('says nothing about an empty file', () => {
    expect(lintJenkinsfile('')).toEqual([]);
  });
});
