import { type Call, isDockerCall, positional } from '../facts/call.js';
import { templateOf } from '../facts/template.js';
import type { LintRule } from '../rule.js';

/** Options of `docker build` whose value is the next word. */
const takingValue =
  /^(?:-f|-t|-m|-c|--(?:file|tag|build-arg|target|label|platform|cache-from|cache-to|network|progress|secret|ssh|build-context|output|add-host|memory|cpuset-cpus|cpu-shares|shm-size|ulimit|iidfile|isolation|security-opt|cgroup-parent|metadata-file))$/;

/** The second argument of `docker.build` without the context at its end. */
export const buildWithoutContext: LintRule = {
  severity: 'error',
  why: 'The second argument is the rest of the command line, the context included: “docker build requires exactly 1 argument”.',
  fix: 'End the arguments with the folder to build, most often a dot.',
  bad: `node {
  timeout(30) {
    checkout scm
    docker.build("shop/cart:\${env.GIT_COMMIT}", '-f docker/Dockerfile')
  }
}`,
  good: `node {
  timeout(30) {
    checkout scm
    docker.build("shop/cart:\${env.GIT_COMMIT}", '-f docker/Dockerfile .')
  }
}`,
  find: ({ calls, constants }) =>
    calls.flatMap((call) => {
      const given = buildArguments(call);
      const text = templateOf(given, constants);
      if (given === undefined || text === undefined || !lacksContext(text)) return [];
      return [
        {
          start: given.start,
          end: given.end,
          message: `The arguments ${text.trim() === '' ? 'are empty and' : ''} name no context.`.replace('  ', ' '),
        },
      ];
    }),
};

function buildArguments(call: Call) {
  return isDockerCall(call) && call.name === 'build' ? positional(call)[1] : undefined;
}

/** A word that is unknown may be the context, or have it in it. */
function lacksContext(text: string): boolean {
  const words = text
    .replaceAll(/\$\{[^}]*\}/g, '$')
    .replaceAll(/(["']).*?\1/gs, 'quoted')
    .trim()
    .split(/\s+/);
  const last = words.at(-1) ?? '';
  if (last === '') return true;
  if (last.startsWith('-')) return last !== '-' && !last.includes('$');
  return takingValue.test(words.at(-2) ?? '') && !words.includes('$');
}
