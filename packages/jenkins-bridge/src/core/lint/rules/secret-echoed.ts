import { isStep, positional } from '../facts/call.js';
import type { Facts } from '../facts/facts.js';
import { isEcho } from '../facts/shell.js';
import { templateOf } from '../facts/template.js';
import type { LintRule, Mark } from '../rule.js';

/** A secret in the log. */
export const secretEchoed: LintRule = {
  severity: 'error',
  why: 'Jenkins masks a secret only as long as it is written exactly as it is stored, and only in the block that binds it.',
  fix: 'Do not print it. To hand it to a program, pipe it: echo "$NAME" | program --password-stdin.',
  bad: `node {
  timeout(30) {
    withCredentials([string(credentialsId: 'token', variable: 'TOKEN')]) {
      sh 'echo $TOKEN'
    }
  }
}`,
  good: `node {
  timeout(30) {
    withCredentials([string(credentialsId: 'token', variable: 'TOKEN')]) {
      sh 'echo "$TOKEN" | docker login --username ci --password-stdin registry.example.com'
    }
  }
}`,
  find: (facts) => {
    const secrets = facts.secrets;
    return secrets.size === 0 ? [] : [...byStep(facts, secrets), ...byShell(facts, secrets)];
  },
};

function byStep({ calls, constants }: Facts, secrets: ReadonlySet<string>): readonly Mark[] {
  return calls
    .filter((call) => isStep(call, 'echo', 'println', 'print'))
    .flatMap((call) => {
      const name = secretIn(templateOf(positional(call)[0], constants) ?? '', secrets);
      return name === undefined ? [] : [{ start: call.node.start, end: call.node.end, message: `${name} is printed.` }];
    });
}

/** What is piped or redirected is not printed. */
function byShell(facts: Facts, secrets: ReadonlySet<string>): readonly Mark[] {
  const { text } = facts.source;
  return facts.commands.flatMap(({ command, start, end }) => {
    const name = isEcho(command) ? secretIn(command.text, secrets) : undefined;
    const isPassedOn = command.text.includes('>') || /^\s*\|(?!\|)/.test(text.slice(end, end + 40));
    return name === undefined || isPassedOn ? [] : [{ start, end, message: `${name} is printed.` }];
  });
}

function secretIn(text: string, secrets: ReadonlySet<string>): string | undefined {
  const names = [...text.matchAll(/\$\{?(\w+)\}?|%(\w+)%/g)].map(([, unix, windows]) => unix ?? windows ?? '');
  return names.find((name) => secrets.has(name));
}
