import type { Event } from '../facts/timeline.js';
import type { LintRule } from '../rule.js';

/** Tests of what has been deployed can only come after the push. */
const afterDeployment =
  /smoke|integration|e2e|end.to.end|acceptance|performance|load|deploy|staging|system|health|regression|contract/i;

/** A push that comes before the first test. */
export const pushBeforeTest: LintRule = {
  severity: 'error',
  why: 'An image that fails its tests is in the registry by then, and whoever follows the registry deploys it.',
  fix: 'Move the push behind the tests.',
  bad: `node {
  checkout scm
  def app = docker.build("shop/cart:\${env.GIT_COMMIT}")
  stage('Push') { app.push() }
  stage('Test') { app.inside { sh 'npm test' } }
}`,
  good: `node {
  checkout scm
  def app = docker.build("shop/cart:\${env.GIT_COMMIT}")
  stage('Test') { app.inside { sh 'npm test' } }
  stage('Push') { app.push() }
}`,
  find: ({ timeline, source }) => {
    const isTest = (event: Event): boolean =>
      event.kind === 'test' &&
      !afterDeployment.test(event.stage) &&
      !afterDeployment.test(source.text.slice(event.start, event.end));
    const firstPush = timeline.findIndex(({ kind }) => kind === 'push');
    const firstTest = timeline.findIndex(isTest);
    const lastPush = timeline.findLastIndex(({ kind }) => kind === 'push');
    // A push behind the tests too: the first one is a candidate for them.
    if (firstPush < 0 || firstTest < firstPush || lastPush > firstTest) return [];
    const push = timeline[firstPush];
    return push === undefined ? [] : [{ ...placeOf(push), message: 'The image is pushed before it is tested.' }];
  },
};

function placeOf({ start, end }: Event): { readonly start: number; readonly end: number } {
  return { start, end };
}
