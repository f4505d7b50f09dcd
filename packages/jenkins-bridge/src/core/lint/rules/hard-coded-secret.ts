import type { GroovyNode } from '../../groovy/syntax-tree.js';
import { isStep, named, positional } from '../facts/call.js';
import type { Facts } from '../facts/facts.js';
import { plainText, variableName } from '../facts/template.js';
import type { LintRule, Mark } from '../rule.js';

const secretName =
  /(?:password|passwd|passphrase|secret|token|api_?key|access_?key|private_?key)(?:_?(?:value|key))?$/i;
/** Forms that only secrets have. */
const secretValue =
  /(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Z])|gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,}|dckr_pat_[\w-]{20,}|npm_[A-Za-z0-9]{36}|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY/;
const everySecretValue = new RegExp(secretValue, 'g');
const placeholder = /^(?:|\*+|x+|<.*>|changeme|todo|none|null|true|false|dummy|example|test)$/i;

/** A secret that is written into the file. */
export const hardCodedSecret: LintRule = {
  severity: 'error',
  why: 'Whoever can read the repository, or ever could, has the secret. Jenkins does not mask it in the log either.',
  fix: 'Put it into the credentials of Jenkins, read it with withCredentials or credentials(…), and make a new secret: this one is known.',
  bad: `pipeline {
  agent any
  options { timeout(time: 1, unit: 'HOURS') }
  environment {
    REGISTRY_PASSWORD = 'hunter2-Ahx7'
  }
  stages {
    stage('Login') {
      steps { sh 'echo "$REGISTRY_PASSWORD" | docker login --username ci --password-stdin registry.example.com' }
    }
  }
}`,
  good: `pipeline {
  agent any
  options { timeout(time: 1, unit: 'HOURS') }
  environment {
    REGISTRY_PASSWORD = credentials('registry-password')
  }
  stages {
    stage('Login') {
      steps { sh 'echo "$REGISTRY_PASSWORD" | docker login --username ci --password-stdin registry.example.com' }
    }
  }
}`,
  find: (facts) =>
    [...byName(facts), ...inEnvironmentSteps(facts), ...byValue(facts)].map((mark) => ({ ...mark, isSecret: true })),
};

function byName(facts: Facts): readonly Mark[] {
  const suspects = facts.assignments.filter(
    ({ name, value }) => secretName.test(name) && isSecretText(plainText(value)),
  );
  if (suspects.length === 0) return [];
  const ids = credentialIds(facts);
  return suspects
    .filter(({ name }) => !ids.has(name))
    .map(({ name, value }) => ({
      start: value.start,
      end: value.end,
      message: `The value of ${name} is in the file.`,
    }));
}

/** Variables that hold the id of a credential, which is no secret. */
function credentialIds({ calls }: Facts): ReadonlySet<string> {
  const values: readonly (GroovyNode | undefined)[] = calls.flatMap((call) => [
    named(call, 'credentialsId'),
    ...(isStep(call, 'credentials') || call.name === 'withRegistry' ? positional(call) : []),
  ]);
  return new Set(values.map(variableName).filter((name) => name !== undefined));
}

/** `withEnv(['PASSWORD=…'])` */
function inEnvironmentSteps({ calls }: Facts): readonly Mark[] {
  return calls
    .filter((call) => isStep(call, 'withEnv'))
    .flatMap((call) => positional(call))
    .flatMap((list) => (list.kind === 'list' ? list.items : []))
    .flatMap((item) => {
      const [, name = '', value] = /^(\w+)=(.*)$/s.exec(plainText(item) ?? '') ?? [];
      if (!secretName.test(name) || !isSecretText(value)) return [];
      return [{ start: item.start, end: item.end, message: `The value of ${name} is in the file.` }];
    });
}

/** An id of words, such as docker-hub-token, is taken for the name of a secret rather than the secret. */
function isSecretText(text: string | undefined): boolean {
  if (text === undefined || placeholder.test(text.trim()) || secretValue.test(text)) return false;
  return !text.includes('$') && !/^[a-z]+(?:[-_. /][a-z]+)+$/i.test(text) && !/^[a-z]+(?:[A-Z][a-z]+)+$/.test(text);
}

function byValue({ source: { text } }: Facts): readonly Mark[] {
  const found = [...text.matchAll(everySecretValue)].filter(([value]) => !value.includes('EXAMPLE'));
  return found.map(({ 0: value, index }) => ({
    start: index,
    end: index + value.length,
    message: 'This is a secret by its form.',
  }));
}
