import { badCredentials } from '../bad-credentials.js';
import { isEcrHost } from '../facts/registry-use.js';
import { hasUnknown } from '../facts/template.js';
import type { LintRule } from '../rule.js';

/** A stored password for ECR. */
export const ecrPasswordExpires: LintRule = {
  severity: 'warning',
  why: 'A password of ECR lives for twelve hours. One that is stored works today and not tomorrow.',
  fix: 'Store AWS keys and name them as ecr:region:id: the plugin amazon-ecr then asks for a new password each time.',
  bad: `node {
  checkout scm
  docker.withRegistry('https://111122223333.dkr.ecr.eu-west-1.amazonaws.com', 'ecr-password') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`,
  good: `node {
  checkout scm
  docker.withRegistry('https://111122223333.dkr.ecr.eu-west-1.amazonaws.com', 'ecr:eu-west-1:ecrUser') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`,
  find: ({ registries }) =>
    badCredentials(registries, (text, host) => {
      if (!isEcrHost(host) || text === '' || /^ecr:/i.test(text) || hasUnknown(text)) return undefined;
      return `${text} is a stored password of ECR.`;
    }),
};
