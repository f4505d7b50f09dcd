import { isEcho } from '../facts/shell.js';
import type { LintRule } from '../rule.js';

/** `docker login -p` */
export const passwordInArguments: LintRule = {
  severity: 'warning',
  why: 'Arguments are in the list of processes, which everybody on the agent can read, and with set -x in the log.',
  fix: 'Pipe the password: echo "$PASSWORD" | docker login --username "$USER" --password-stdin.',
  bad: `node {
  timeout(30) {
    withCredentials([usernamePassword(credentialsId: 'registry', usernameVariable: 'NAME', passwordVariable: 'WORD')]) {
      sh 'docker login -u $NAME -p $WORD registry.example.com'
    }
  }
}`,
  good: `node {
  timeout(30) {
    withCredentials([usernamePassword(credentialsId: 'registry', usernameVariable: 'NAME', passwordVariable: 'WORD')]) {
      sh 'echo "$WORD" | docker login --username "$NAME" --password-stdin registry.example.com'
    }
  }
}`,
  find: (facts) =>
    facts.commands
      .filter(
        ({ command }) =>
          !isEcho(command) &&
          /(?:^|\s)(?:docker|podman|buildah|helm registry|skopeo|nerdctl)\s+login\s.*?(?:\s-p\s*\S|--password[= ])/.test(
            command.text,
          ),
      )
      .map(({ start, end }) => ({ start, end, message: 'The password is an argument of the command.' })),
};
