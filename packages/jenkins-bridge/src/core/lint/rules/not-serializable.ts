import type { Facts } from '../facts/facts.js';
import { methodOf } from '../facts/scope.js';
import type { LintRule, Mark } from '../rule.js';

/** Values that a build cannot be saved with. */
export const notSerializable: LintRule = {
  severity: 'warning',
  why: 'Jenkins saves the build at each step, with every variable. One that cannot be saved ends the build with NotSerializableException.',
  fix: 'Read JSON with readJSON or JsonSlurperClassic, and keep matches within a method with @NonCPS.',
  bad: `import groovy.json.JsonSlurper

node {
  timeout(10) {
    checkout scm
    def settings = new JsonSlurper().parseText(readFile('settings.json'))
    sh "make \${settings.target}"
  }
}`,
  good: `node {
  timeout(10) {
    checkout scm
    def settings = readJSON(file: 'settings.json')
    sh "make \${settings.target}"
  }
}`,
  find: (facts) => [...slurpers(facts), ...matchers(facts)],
};

function slurpers({ creations }: Facts): readonly Mark[] {
  return creations
    .filter(
      ({ node, scope }) =>
        /(?:^|\.)(?:JsonSlurper|XmlSlurper|XmlParser)$/.test(node.type) && methodOf(scope)?.nonCps !== true,
    )
    .map(({ node: { start, end, type } }) => ({ start, end, message: `What ${type} reads cannot be saved.` }));
}

/** `def match = text =~ /…/` */
function matchers({ assignments }: Facts): readonly Mark[] {
  return assignments.flatMap(({ value, name, scope }) => {
    if (value.kind !== 'operation' || !value.operators.includes('=~') || methodOf(scope)?.nonCps === true) return [];
    return [{ start: value.start, end: value.end, message: `${name} is a matcher, which cannot be saved.` }];
  });
}
