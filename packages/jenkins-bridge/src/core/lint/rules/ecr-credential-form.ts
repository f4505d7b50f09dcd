import { hasUnknown } from '../facts/template.js';
import type { LintRule } from '../rule.js';

/** `ecr:` credentials that are not `ecr:region:id`. */
export const ecrCredentialForm: LintRule = {
  severity: 'error',
  why: 'The plugin makes one credential of each AWS credential and each region, and finds it by this name only: “Could not find credentials matching”.',
  fix: 'Write ecr:region:id, such as ecr:eu-west-1:ecrUser.',
  bad: `node {
  checkout scm
  docker.withRegistry('https://111122223333.dkr.ecr.eu-west-1.amazonaws.com', 'ecr:ecrUser') {
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
    facts.registries.flatMap(({ credentials, credentialsText = '' }) => {
      if (credentials === undefined || !/^ecr:/i.test(credentialsText) || hasUnknown(credentialsText)) return [];
      if (/^ecr:[a-z]{2,4}(?:-[a-z]+)+-\d:[^:\s]+$/.test(credentialsText)) return [];
      return [
        {
          start: credentials.start,
          end: credentials.end,
          message: `${credentialsText} is not of the form ecr:region:id.`,
        },
      ];
    }),
};
