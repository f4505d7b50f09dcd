import type { GroovyNode, StringNode } from '../../groovy/syntax-tree.js';
import { type Call, isDockerCall, isStep } from '../facts/call.js';
import type { Facts } from '../facts/facts.js';
import { enclosing } from '../facts/scope.js';
import type { LintRule, Mark } from '../rule.js';

/** Steps that take their text as it is. Not the mails and the checkout: their plugins expand `${…}` themselves. */
const literalSteps =
  'echo println print error unstable stage dir ws node label lock milestone input slackSend withRegistry withDockerRegistry withAWS build withEnv ' +
  'image registryUrl registryCredentialsId archiveArtifacts stash unstash junit ecrLogin';
const literal = new Set(literalSteps.split(' '));
const imageMethods = new Set(['push', 'pull', 'tag', 'inside', 'run', 'withRun']);

/** `'${X}'` where only Groovy could expand it, and `'${env.X}'` where a shell shall. */
export const unexpandedVariable: LintRule = {
  severity: 'error',
  why: 'In single quotes Groovy leaves a variable as it is written. A shell expands its own variables, and none of Groovy.',
  fix: 'Use double quotes where Groovy shall put the value in, and $X in single quotes where the shell shall.',
  bad: `node {
  checkout scm
  docker.build('shop/cart:\${BUILD_NUMBER}')
  sh 'docker run shop/cart:\${env.BUILD_NUMBER} npm test'
}`,
  good: `node {
  checkout scm
  docker.build("shop/cart:\${env.BUILD_NUMBER}")
  sh 'docker run shop/cart:\${BUILD_NUMBER} npm test'
}`,
  find: (facts) => {
    const groovyOnly = groovyVariables(facts);
    return [...facts.calls.flatMap((call) => inCall(call, facts, groovyOnly)), ...inAssignments(facts)];
  },
};

function inCall(call: Call, facts: Facts, groovyOnly: ReadonlySet<string>): readonly Mark[] {
  if (facts.scripts.has(call)) return call.name === 'sh' ? inShell(call, facts, groovyOnly) : [];
  const isImage = isDockerCall(call) || (imageMethods.has(call.name) && call.receiver !== undefined);
  if (!isImage && (call.receiver !== undefined || !literal.has(call.name))) return [];
  const pattern = isImage ? /\$\{[^}]*\}|\$[A-Z]\w*/ : /\$\{[^}]*\}/;
  return literalStringsOf(call).flatMap((node) => mark(node, facts, pattern));
}

/** What follows the name of an image in `docker.build` goes through the shell, which expands its own variables. */
function literalStringsOf(call: Call): readonly StringNode[] {
  const isBuild = isDockerCall(call) && call.name === 'build';
  return isBuild ? call.node.arguments.slice(0, 1).flatMap(({ value }) => quotedStrings(value)) : stringsOf(call);
}

/** In a shell, `${a.b}` is no variable at all, and `${x}` is empty where only Groovy knows x. */
function inShell(call: Call, facts: Facts, groovyOnly: ReadonlySet<string>): readonly Mark[] {
  return stringsOf(call).flatMap((node) => {
    const text = facts.source.text.slice(node.start, node.end);
    const computed = /(?<!\\)\$\{(?:env|params|currentBuild)\.[\w.]+\}/.exec(text);
    if (computed !== null) return [at(node, computed, `No shell knows ${computed[0]}.`)];
    return [...text.matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)\}?/g)]
      .filter(([, name = '']) => groovyOnly.has(name) && !isSetIn(text, name))
      .slice(0, 1)
      .map((found) => at(node, found, `The shell does not know ${found[1]}, which is a variable of Groovy.`));
  });
}

const exporting = ['withEnv', 'string', 'choice', 'booleanParam', 'usernamePassword', 'file', 'text'];

/** The variables that are declared in Groovy and, as far as the file tells, never put into the environment. */
function groovyVariables({ assignments, calls }: Facts): ReadonlySet<string> {
  const own = new Set(assignments.filter(({ declares }) => declares).map(({ name }) => name));
  for (const { name, declares } of assignments) if (!declares) own.delete(name);
  const exported = calls
    .filter((call) => isStep(call, ...exporting))
    .flatMap((call) => call.node.arguments.flatMap(({ value }) => firstWords(value)));
  for (const name of exported) own.delete(name);
  return own;
}

/** `X` of 'X' and of "X=…", also in a list. */
function firstWords(node: GroovyNode): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap(firstWords);
  const [first] = node.kind === 'string' ? node.parts : [];
  return first?.kind === 'text' ? [first.value.replace(/=.*$/s, '')] : [];
}

function stringsOf({ node }: Call): readonly StringNode[] {
  return node.arguments.flatMap(({ value }) => quotedStrings(value));
}

function isSetIn(script: string, name: string): boolean {
  return new RegExp(`(?:^|[\\s;('"])(?:${name}=|read\\s+(?:-\\w+\\s+)*${name}\\b|for\\s+${name}\\s)`, 'm').test(script);
}

function inAssignments(facts: Facts): readonly Mark[] {
  return facts.assignments
    .filter(({ scope }) => enclosing(scope, 'environment') !== undefined)
    .concat(facts.assignments.filter(({ name }) => name === 'displayName' || name === 'description'))
    .flatMap(({ value }) => quotedStrings(value))
    .flatMap((node) => mark(node, facts, /\$\{[^}]*\}/));
}

function mark(node: StringNode, { source }: Facts, pattern: RegExp): readonly Mark[] {
  const found = pattern.exec(source.text.slice(node.start, node.end));
  return found === null ? [] : [at(node, found, `In single quotes, ${found[0]} stays as it is.`)];
}

function at({ start }: StringNode, found: RegExpExecArray | RegExpMatchArray, message: string): Mark {
  const begin = start + (found.index ?? 0);
  return { start: begin, end: begin + found[0].length, message };
}

/** The strings in single quotes that a value is put together of. */
function quotedStrings(node: GroovyNode): readonly StringNode[] {
  switch (node.kind) {
    case 'string':
      return node.quote.startsWith("'") ? [node] : [];
    case 'operation':
      return node.operands.flatMap(quotedStrings);
    case 'list':
      return node.items.flatMap(quotedStrings);
    case 'map':
      return node.entries.flatMap(({ value }) => quotedStrings(value));
    case 'conditional':
      return [node.whenTrue, node.whenFalse].flatMap((branch) => (branch === undefined ? [] : quotedStrings(branch)));
    default:
      return [];
  }
}
