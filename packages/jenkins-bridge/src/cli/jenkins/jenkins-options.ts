import type { OptionSpec } from '@towline/shared/cli';

/** The options of every command that asks Jenkins. */
export const jenkinsOptions: readonly OptionSpec[] = [
  { flag: 'url', value: 'address', meaning: 'where Jenkins is (default: JENKINS_URL)' },
  {
    flag: 'auth',
    value: 'who',
    meaning:
      'who signs in: USER:REFERENCE, a reference to user:token, or aws-sm://ID#user-field,secret-field (default: JENKINS_USER_ID and JENKINS_API_TOKEN)',
  },
  { flag: 'ca', value: 'file', meaning: 'a PEM file with the CA of Jenkins', path: true },
  {
    flag: 'ssh',
    value: 'user@host:port',
    meaning: 'ask by the command line of Jenkins over SSH instead of HTTP',
  },
  {
    flag: 'ssh-key',
    value: 'reference',
    meaning: 'where the private key for --ssh is, such as file:/home/ada/.ssh/id_ed25519',
  },
  { flag: 'known-hosts', value: 'file', meaning: 'keys of SSH servers (default: ~/.ssh/known_hosts)', path: true },
];
