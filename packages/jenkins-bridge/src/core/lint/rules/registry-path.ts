import { hostOf } from '../facts/registry-use.js';
import type { LintRule } from '../rule.js';

/** Docker Hub's API URLs have a path that means something. */
const dockerHub = /(?:^|\.)docker\.(?:io|com)$/;

/** A registry URL with a path. */
export const registryPath: LintRule = {
  severity: 'warning',
  why: 'Jenkins uses the host of a registry URL only. Images go to host/name, whatever path the URL has.',
  fix: 'Leave the path out of the URL and put it into the name of the image.',
  bad: `node {
  checkout scm
  docker.withRegistry('https://registry.example.com/shop', 'registry') {
    docker.build("cart:\${env.GIT_COMMIT}").push()
  }
}`,
  good: `node {
  checkout scm
  docker.withRegistry('https://registry.example.com', 'registry') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`,
  find: (facts) =>
    facts.registries.flatMap(({ url, urlText }) => {
      const path = /^https?:\/\/[^/]+(\/[^/].*)$/i.exec(urlText)?.[1];
      if (path === undefined || dockerHub.test(hostOf(urlText))) return [];
      return [{ ...url, message: `The path ${path} of the registry is ignored.` }];
    }),
};
