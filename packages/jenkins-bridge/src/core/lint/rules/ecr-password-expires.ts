import { hostOf, isEcrHost } from '../facts/registry-use.js';
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
  find: (facts) =>
    facts.registries.flatMap(({ urlText, credentials, credentialsText = '' }) => {
      if (credentials === undefined || !isEcrHost(hostOf(urlText))) return [];
      if (credentialsText === '' || /^ecr:/i.test(credentialsText) || hasUnknown(credentialsText)) return [];
      return [
        { start: credentials.start, end: credentials.end, message: `${credentialsText} is a stored password of ECR.` },
      ];
    }),
};
