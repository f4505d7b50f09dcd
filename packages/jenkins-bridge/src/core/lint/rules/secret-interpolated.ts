import type { GroovyNode } from '../../groovy/syntax-tree.js';
import { isStep, named, positional } from '../facts/call.js';
import { variableName } from '../facts/template.js';
import type { LintRule, Mark } from '../rule.js';

/** A secret that Groovy puts into a script. */
export const secretInterpolated: LintRule = {
  severity: 'error',
  why: 'Groovy writes the secret into the script, from where it goes into the list of processes and past the masking, and any character in it can break the script or add to it.',
  fix: 'Use single quotes and let the shell expand $NAME itself.',
  bad: `node {
  timeout(30) {
    withCredentials([string(credentialsId: 'token', variable: 'TOKEN')]) {
      sh "curl -H 'Authorization: Bearer \${TOKEN}' https://deploy.example.com"
    }
  }
}`,
  good: `node {
  timeout(30) {
    withCredentials([string(credentialsId: 'token', variable: 'TOKEN')]) {
      sh 'curl -H "Authorization: Bearer $TOKEN" https://deploy.example.com'
    }
  }
}`,
  find: (facts) => {
    const secrets = facts.secrets;
    return facts.calls
      .filter((call) => isStep(call, 'sh', 'bat', 'powershell', 'pwsh'))
      .flatMap((call) => named(call, 'script') ?? positional(call)[0] ?? [])
      .flatMap((script) => interpolated(script, secrets));
  },
};

function interpolated(node: GroovyNode, secrets: ReadonlySet<string>): readonly Mark[] {
  const nodes: readonly GroovyNode[] =
    node.kind === 'string'
      ? node.parts.flatMap((part) => (part.kind === 'code' ? [part.node] : []))
      : node.kind === 'operation'
        ? node.operands
        : [];
  return nodes.flatMap((each) => {
    if (each.kind === 'string') return interpolated(each, secrets);
    const name = variableName(each);
    if (name === undefined || !secrets.has(name)) return [];
    return [
      { start: each.start, end: each.end, message: `${name} is a secret, and Groovy writes it into the script.` },
    ];
  });
}
