import { isStep } from '../facts/call.js';
import type { Facts } from '../facts/facts.js';
import { knownSteps } from '../facts/known-steps.js';
import type { LintRule } from '../rule.js';

/** An image that is built of an empty workspace. */
export const noCheckout: LintRule = {
  severity: 'error',
  why: 'Only a declarative pipeline checks its sources out by itself. Here the workspace is empty, or holds what another build left there.',
  fix: 'Write checkout scm before the build.',
  bad: `node {
  timeout(30) {
    docker.build("shop/cart:\${env.BUILD_ID}")
  }
}`,
  good: `node {
  timeout(30) {
    checkout scm
    docker.build("shop/cart:\${env.BUILD_ID}")
  }
}`,
  find: (facts) => {
    const build = facts.timeline.find(({ kind }) => kind === 'build');
    if (build === undefined || facts.style === 'library' || checksOutItself(facts) || getsSources(facts)) return [];
    return [{ start: build.start, end: build.end, message: 'Nothing has been checked out to build an image of.' }];
  },
};

function checksOutItself({ style, calls }: Facts): boolean {
  return style === 'declarative' && !calls.some(({ name }) => name === 'skipDefaultCheckout');
}

/** A step that is not known may bring the sources. */
function getsSources(facts: Facts): boolean {
  const { calls, methods } = facts;
  const bringing = [
    'checkout',
    'git',
    'svn',
    'unstash',
    'copyArtifacts',
    'load',
    'library',
    'writeFile',
    'unzip',
    's3Download',
    'dir',
  ];
  if (calls.some((call) => isStep(call, ...bringing))) return true;
  if (calls.some(({ name, receiver }) => receiver === undefined && !knownSteps.has(name) && !methods.has(name)))
    return true;
  return facts.commands.some(({ command }) =>
    /\b(?:git\s+(?:clone|init|fetch)|curl|wget|svn|hg|repo|tar|unzip|cat\s*>|docker\s+build\s.*(?:https?:|git@|-\s*$))/.test(
      command.text,
    ),
  );
}
