import type { LintRule } from '../rule.js';

/** `rm ~/.docker/config.json` */
export const dockerConfigRemoved: LintRule = {
  severity: 'warning',
  why: 'The file is shared by all builds of the agent, so this logs the others out while they push. It hides a login in the wrong region, or one that is expired.',
  fix: 'Leave the file alone: docker.withRegistry keeps its login in a folder of the build.',
  bad: `node {
  timeout(30) {
    checkout scm
    sh 'rm -f ~/.docker/config.json'
  }
}`,
  good: `node {
  timeout(30) {
    checkout scm
  }
}`,
  find: (facts) =>
    facts.commands
      .filter(({ command }) =>
        /(?:^|\s)rm\s.*\.docker\/config\.json|(?:^|\s)(?:cat\s+)?\/dev\/null\s*>\s*\S*\.docker\/config\.json|(?:^|\s)rm\s+-\w*r\w*\s+\S*\.docker\/?(?:\s|$)/.test(
          command.text,
        ),
      )
      .map(({ start, end }) => ({ start, end, message: 'The logins of all builds on this agent are removed.' })),
};
