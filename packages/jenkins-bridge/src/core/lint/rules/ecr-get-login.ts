import type { LintRule } from '../rule.js';

/** `aws ecr get-login`, which is gone. */
export const ecrGetLogin: LintRule = {
  severity: 'error',
  why: 'Version 2 of the AWS CLI has no get-login, and version 1 puts the password into the list of processes.',
  fix: 'Write aws ecr get-login-password --region … | docker login --username AWS --password-stdin and the host of the registry.',
  bad: `node {
  timeout(30) {
    checkout scm
    sh '$(aws ecr get-login --no-include-email --region eu-west-1)'
  }
}`,
  good: `node {
  timeout(30) {
    checkout scm
    sh 'aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com'
  }
}`,
  find: (facts) =>
    facts.commands
      .filter(({ command }) => /\becr\s+get-login(?![\w-])/.test(command.text))
      .map(({ start, end }) => ({ start, end, message: 'aws ecr get-login is gone from the AWS CLI.' })),
};
