import { ecrRegionOf, hostOf, isInside } from '../facts/registry-use.js';
import { hasUnknown } from '../facts/template.js';
import type { LintRule } from '../rule.js';

/** `docker push name` where the login is of another registry than Docker Hub. */
export const pushWithoutRegistry: LintRule = {
  severity: 'error',
  why: 'The docker command knows nothing of withRegistry but its password: an image without a host in its name goes to Docker Hub, and is denied.',
  fix: 'Write the host of the registry before the name, or push with the push() of docker-workflow, which does.',
  bad: `node {
  checkout scm
  docker.withRegistry('https://registry.example.com', 'registry') {
    sh 'docker build -t shop/cart:\${BUILD_ID} . && docker push shop/cart:\${BUILD_ID}'
  }
}`,
  good: `node {
  checkout scm
  docker.withRegistry('https://registry.example.com', 'registry') {
    sh 'docker build -t registry.example.com/shop/cart:\${BUILD_ID} . && docker push registry.example.com/shop/cart:\${BUILD_ID}'
  }
}`,
  find: (facts) => {
    const uses = facts.registries.filter(({ urlText }) => isOther(urlText));
    return facts.timeline.flatMap(({ kind, call, start, end, references }) => {
      const bare = references.find(isBare);
      if (kind !== 'push' || bare === undefined || !uses.some((use) => isInside(use, call))) return [];
      return [{ start, end, message: `${bare} names no registry, so it goes to Docker Hub.` }];
    });
  },
};

function isOther(url: string): boolean {
  const host = hostOf(url);
  return (
    ecrRegionOf(host) !== undefined || (host !== '' && !hasUnknown(host) && !/(?:^|\.)docker\.(?:io|com)$/.test(host))
  );
}

/** A host has a dot or a port; where a variable begins the name, it may be in that. */
function isBare(reference: string): boolean {
  const [first = '', ...rest] = reference.split('/');
  if (first.startsWith('$') || first === '') return false;
  return (
    rest.length === 0 || !(first.includes('.') || first.includes(':') || first.includes('$') || first === 'localhost')
  );
}
