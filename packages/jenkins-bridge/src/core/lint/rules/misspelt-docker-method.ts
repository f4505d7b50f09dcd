import { closestWord } from '@towline/shared/text';
import { type Call, headOf, isDockerCall } from '../facts/call.js';
import type { Facts } from '../facts/facts.js';
import { knownSteps } from '../facts/known-steps.js';
import type { LintRule, Mark } from '../rule.js';

/** What the variable `docker` of docker-workflow can do. */
const methods = ['withRegistry', 'withServer', 'withTool', 'image', 'build'];

/** `docker.withRegitry`, and `withRegistry` without `docker.` before it. */
export const misspeltDockerMethod: LintRule = {
  severity: 'error',
  why: 'Groovy looks names up when it gets there: the build fails behind everything that it has already done.',
  fix: 'Write the method as docker-workflow spells it.',
  bad: `node {
  checkout scm
  docker.withRegitry('https://registry.example.com', 'registry') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`,
  good: `node {
  checkout scm
  docker.withRegistry('https://registry.example.com', 'registry') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`,
  find: (facts) => facts.calls.flatMap((call) => find(call, facts)),
};

function find(call: Call, { declared, methods: own }: Facts): readonly Mark[] {
  const wanted = isDockerCall(call) && !declared.has('docker') ? misspelt(call.name) : bare(call);
  if (wanted === undefined || own.has(call.name)) return [];
  const written = isDockerCall(call) ? `docker.${call.name}` : call.name;
  return [{ ...headOf(call), message: `There is no ${written}.`, fix: `Write ${wanted}.` }];
}

function misspelt(name: string): string | undefined {
  if (methods.includes(name)) return undefined;
  const closest = closestWord(name, methods);
  return closest === undefined ? undefined : `docker.${closest}`;
}

/** A step of a shared library may have any name, so only one that nobody gives a step of his own is known to be wrong. */
function bare({ name, receiver }: Call): string | undefined {
  if (receiver !== undefined || (knownSteps.has(name) && name !== 'withRegistry') || !/^with.*r\w*y$/i.test(name))
    return undefined;
  const closest = closestWord(name, ['withRegistry', 'withDockerRegistry']);
  return closest === 'withRegistry' ? 'docker.withRegistry' : closest;
}
