import { CliError } from '@towline/shared/cli';
import type { SecretStore } from '@towline/shared/config';
import type { Secret } from '@towline/shared/secret';
import { readLogin } from '../../core/jenkins/read-login.js';

/** A name and the secret that goes with it, from where {@link readLogin} says that they are kept. */
export async function readPair(
  text: string,
  secrets: SecretStore,
  signal: AbortSignal,
): Promise<{ readonly user: string; readonly secret: Secret }> {
  const source = readLogin(text);
  const secret = await secrets.get(source.secret, { signal });
  if (source.kind === 'user') return { user: source.user, secret };
  if (source.kind === 'pair') return { user: (await secrets.get(source.user, { signal })).reveal(), secret };
  const [, user, rest] = /^([^:\s]+):([\s\S]+)$/.exec(secret.reveal()) ?? [];
  if (user !== undefined && rest !== undefined) return { user, secret: secret.map(() => rest) };
  throw new CliError('cli-usage', `${source.secret} does not hold a name and a secret with a colon between them`, {
    hint: 'Name its fields: aws-sm://ID#username,password. Or write the name here: ada:env:TOKEN.',
  });
}
