import { isDockerCall, positional } from '../facts/call.js';
import type { Facts } from '../facts/facts.js';
import { templateOf } from '../facts/template.js';
import type { LintRule, Mark } from '../rule.js';

/** An image of several platforms that is to be loaded into the Docker engine. */
export const multiPlatformLoad: LintRule = {
  severity: 'error',
  why: 'The Docker engine holds images of one platform: it can neither build several at once nor load them.',
  fix: 'Build with docker buildx build --platform … --push, or build one platform after the other and push an index of them.',
  bad: `node {
  timeout(30) {
    checkout scm
    docker.build("shop/cart:\${env.GIT_COMMIT}", '--platform linux/amd64,linux/arm64 .')
  }
}`,
  good: `node {
  timeout(30) {
    checkout scm
    sh 'docker buildx build --platform linux/amd64,linux/arm64 --push -t registry.example.com/shop/cart:\${GIT_COMMIT} .'
  }
}`,
  find: (facts) => [...inBuilds(facts), ...inCommands(facts)],
};

const several = /--platform[= ]\s*["']?[\w/]+,[\w/]/;
const message = 'Several platforms cannot be built into the Docker engine.';

function inBuilds({ calls, constants }: Facts): readonly Mark[] {
  return calls.flatMap((call) => {
    const given = isDockerCall(call) && call.name === 'build' ? positional(call)[1] : undefined;
    if (given === undefined || !several.test(templateOf(given, constants) ?? '')) return [];
    return [{ start: given.start, end: given.end, message }];
  });
}

function inCommands(facts: Facts): readonly Mark[] {
  return facts.commands
    .filter(
      ({ command: { text } }) => several.test(text) && /(?:^|\s)docker\s+buildx\s+build\s.*--load(?:\s|$)/.test(text),
    )
    .map(({ start, end }) => ({ start, end, message }));
}
