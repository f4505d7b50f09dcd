import type { LintRule } from '../rule.js';

/** Images of which only `latest` is pushed. */
export const latestOnly: LintRule = {
  severity: 'warning',
  why: 'Every build replaces the one before. Nothing says which commit runs, nothing newer can be told from it, and there is nothing to go back to.',
  fix: 'Push the full commit SHA as well, and before latest.',
  bad: `node {
  checkout scm
  docker.withRegistry('https://registry.example.com', 'registry') {
    docker.build('shop/cart').push('latest')
  }
}`,
  good: `node {
  checkout scm
  docker.withRegistry('https://registry.example.com', 'registry') {
    def app = docker.build('shop/cart')
    app.push(env.GIT_COMMIT)
    app.push('latest')
  }
}`,
  find: ({ timeline }) => {
    const pushes = timeline.filter(({ kind }) => kind === 'push');
    const [first] = pushes;
    const isLatest = pushes.every(({ tags }) => tags.length > 0 && tags.every((tag) => tag === 'latest'));
    return first === undefined || !isLatest
      ? []
      : [{ start: first.start, end: first.end, message: 'No tag but latest is pushed.' }];
  },
};
