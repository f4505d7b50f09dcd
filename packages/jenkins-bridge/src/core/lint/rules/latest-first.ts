import type { LintRule } from '../rule.js';

/** `latest` before the tag that names the build. */
export const latestFirst: LintRule = {
  severity: 'warning',
  why: 'Where the second push fails, latest is an image that has no name of its own.',
  fix: 'Push the tag that names the build first, and latest last.',
  bad: `node {
  checkout scm
  docker.withRegistry('https://registry.example.com', 'registry') {
    def app = docker.build('shop/cart')
    app.push('latest')
    app.push(env.GIT_COMMIT)
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
  find: ({ timeline, source }) => {
    const pushes = timeline.filter(({ kind, tags }) => kind === 'push' && tags.length > 0);
    const image = (at: number, end: number): string => /^[\w.]+\.push\b/.exec(source.text.slice(at, end))?.[0] ?? '';
    return pushes.flatMap(({ tags, start, end }, index) => {
      const next = pushes[index + 1];
      const before = pushes.slice(0, index).some((each) => image(each.start, each.end) === image(start, end));
      if (next === undefined || before || !tags.every((tag) => tag === 'latest') || next.tags.includes('latest'))
        return [];
      if (image(start, end) === '' || image(next.start, next.end) !== image(start, end)) return [];
      return [{ start, end, message: 'latest is pushed before the tag that names the build.' }];
    });
  },
};
