import type { ImageRepository } from './repository.js';

/** Why a name was refused, and what to write instead. */
export interface NameProblem {
  readonly problem: string;
  readonly hint?: string | undefined;
}

const dockerHub = 'docker.io';
/** Docker Hub answers to these names too; images there are the same images. */
const dockerHubHosts: ReadonlySet<string> = new Set([dockerHub, 'index.docker.io', 'registry-1.docker.io']);

// What follows a separator never is one, so that there is one way to match a text, and no going back and forth in a long one.
const hostForm = /^(?:\[[0-9a-f:]+\]|[a-z0-9]+(?:(?:\.|-+)[a-z0-9]+)*)(?::[0-9]+)?$/;
const componentForm = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const pathForm = /^[a-z0-9]+(?:(?:[./]|__?|-+)[a-z0-9]+)*$/;
const bareIdentifier = /^[0-9a-f]{64}$/;
const maxPathLength = 255;

/**
 * Splits the name of an image, without tag and digest, into host and path. The first component is a host where it could be nothing
 * else: it has a dot, a port or brackets, or it is `localhost`. All other names are repositories of Docker Hub.
 */
export function splitName(name: string): ImageRepository | NameProblem {
  if (name.length === 64 && bareIdentifier.test(name)) {
    return {
      problem: 'it is a bare image ID, which no registry knows',
      hint: 'Name the repository that holds the image.',
    };
  }
  const slash = name.indexOf('/');
  const first = name.slice(0, slash);
  const hasHost = slash > 0 && (first === 'localhost' || /[.:[]/.test(first));
  const host = hasHost ? first.toLowerCase() : dockerHub;
  if (hasHost && !hostForm.test(host)) return { problem: `${JSON.stringify(first)} is not the name of a host` };

  const path = hasHost ? name.slice(slash + 1) : name;
  const problem = pathProblem(path);
  if (problem !== undefined) return problem;
  if (!dockerHubHosts.has(host)) return { host, path };
  return { host: dockerHub, path: path.includes('/') ? path : `library/${path}` };
}

function pathProblem(path: string): NameProblem | undefined {
  if (path === '') return { problem: 'it names no repository' };
  if (path.length > maxPathLength) return { problem: `its path is longer than ${maxPathLength} characters` };
  if (pathForm.test(path)) return undefined;
  const wrong = path.split('/').find((component) => !componentForm.test(component));
  if (wrong === undefined) return undefined;
  if (wrong === '') return { problem: 'it has an empty path component', hint: 'Take out the surplus slash.' };
  const lower = wrong.toLowerCase();
  if (componentForm.test(lower)) {
    return {
      problem: `${JSON.stringify(wrong)} has upper-case letters`,
      hint: `Repository names are lower-case: write ${lower}.`,
    };
  }
  return {
    problem: `${JSON.stringify(wrong)} is not a path component`,
    hint: 'Use lower-case letters and digits, separated by ".", "_", "__" or "-".',
  };
}
