import { isStep, named } from '../facts/call.js';
import { runsTests } from '../facts/commands.js';
import type { Facts } from '../facts/facts.js';
import { enclosingCalls } from '../facts/scope.js';
import type { LintRule, Mark } from '../rule.js';

/** Tests whose failure nobody hears of, before a push. */
export const ignoredTestFailure: LintRule = {
  severity: 'error',
  why: 'The tests may fail, and the image is pushed all the same.',
  fix: 'Let the command fail. Where the report is wanted in any case, write it in post { always { … } } or in finally.',
  bad: `node {
  checkout scm
  sh 'npm test || true'
  docker.withRegistry('https://registry.example.com', 'registry') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`,
  good: `node {
  checkout scm
  sh 'npm test'
  docker.withRegistry('https://registry.example.com', 'registry') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`,
  find: (facts) => {
    const last = facts.timeline.findLast(({ kind }) => kind === 'push');
    if (last === undefined || facts.timeline.some(({ kind }) => kind === 'unstable')) return [];
    return [...swallowed(facts), ...unread(facts)].filter(({ start }) => start < last.start);
  },
};

/** `npm test || true` */
function swallowed(facts: Facts): readonly Mark[] {
  const { text } = facts.source;
  return facts.commands.flatMap(({ command, start, end }) => {
    const match = /^\s*\|\|\s*(?:true|:|exit 0|echo\b[^\n;|&"']*)/.exec(text.slice(end, end + 80));
    if (match === null || !runsTests(command)) return [];
    return [{ start, end: end + match[0].length, message: 'A failure of these tests is swallowed.' }];
  });
}

/** `sh script: 'npm test', returnStatus: true` as a statement: nobody looks at the status. */
function unread(facts: Facts): readonly Mark[] {
  return facts.calls.flatMap((call) => {
    const status = isStep(call, 'sh', 'bat') ? named(call, 'returnStatus') : undefined;
    const script = facts.scripts.get(call);
    const last = enclosingCalls(call.scope)[0]?.node.arguments.at(-1)?.value;
    if (status?.kind !== 'constant' || status.text !== 'true' || script?.commands.some(runsTests) !== true) return [];
    if (last?.kind !== 'closure' || !last.body.includes(call.node)) return [];
    return [{ start: call.node.start, end: call.node.end, message: 'Nobody looks at the status of these tests.' }];
  });
}
