import { parseSecretReference } from '@towline/shared/secret';
import { JenkinsError } from './jenkins-error.js';

/** Where the user and the secret of a login are kept. */
export type LoginSource =
  | { readonly kind: 'user'; readonly user: string; readonly secret: string }
  /** Two references. */
  | { readonly kind: 'pair'; readonly user: string; readonly secret: string }
  /** One secret that holds `user:token`. */
  | { readonly kind: 'joined'; readonly secret: string };

/**
 * Reads who signs in: `USER:REFERENCE`, a reference to `user:token`, or `aws-sm://ID#user-field,secret-field`. A secret itself is refused
 * and not repeated: everybody on the machine can read a command line.
 */
export function readLogin(text: string): LoginSource {
  const [, id, user, secret] = /^(aws-sm:\/\/[^#\s]+)#([^,\s]+),([^,\s]+)$/.exec(text) ?? [];
  if (id !== undefined) return { kind: 'pair', user: checked(`${id}#${user}`), secret: checked(`${id}#${secret}`) };
  if (isReference(text)) return { kind: 'joined', secret: text };
  const [, name, reference] = /^([^:\s]+):(.+)$/s.exec(text) ?? [];
  if (name === undefined || reference === undefined || !isReference(reference)) {
    throw new JenkinsError('jenkins-bad-address', 'Who signs in to Jenkins is not named as it should be', {
      hint: 'Write ada:env:JENKINS_API_TOKEN, env:JENKINS_LOGIN (which holds user:token) or aws-sm://JenkinsPassword#username,password.',
    });
  }
  return { kind: 'user', user: name, secret: reference };
}

function checked(reference: string): string {
  parseSecretReference(reference);
  return reference;
}

function isReference(text: string): boolean {
  try {
    parseSecretReference(text);
    return true;
  } catch {
    return false;
  }
}
