import type { Secret } from '@towline/shared/secret';

/** Who asks: a user with an API token, or with a password. */
export interface JenkinsLogin {
  readonly user: string;
  readonly secret: Secret;
}

/** The header that says who asks. */
export function authorizationOf({ user, secret }: JenkinsLogin): string {
  return `Basic ${Buffer.from(`${user}:${secret.reveal()}`).toString('base64')}`;
}
