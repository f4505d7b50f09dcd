import { hostOf, isEcrHost } from '../facts/registry-use.js';
import { registryExample } from '../registry-example.js';
import type { LintRule } from '../rule.js';

/** A registry URL without `https://`. */
export const registryScheme: LintRule = {
  severity: 'error',
  why: 'Jenkins takes the registry for a URL. Without a scheme it is none, and the login fails or goes to Docker Hub.',
  fix: 'Write https:// before the host.',
  bad: registryExample({ url: '111122223333.dkr.ecr.eu-west-1.amazonaws.com' }),
  good: registryExample(),
  find: (facts) =>
    facts.registries
      .filter(({ urlText }) => lacksScheme(urlText))
      .map(({ url, urlText }) => ({ ...url, message: `The registry ${hostOf(urlText)} has no scheme.` })),
};

/** Of a URL that begins with a variable nothing is known, unless what follows shows that the variable is an account of ECR. */
function lacksScheme(url: string): boolean {
  if (url === '' || /^https?:\/\//i.test(url)) return false;
  return !url.startsWith('$') || isEcrHost(hostOf(url).replace(/^\$\{[^}]*\}/, 'account'));
}
