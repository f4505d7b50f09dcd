import { createPublicKey, createVerify, randomUUID } from 'node:crypto';
import type { Clock } from '@towline/shared/ports';
import { z } from 'zod';
import { type ApiAnswer, created } from './call.js';
import { GitHubProblem } from './problem.js';

/** A GitHub App that the fake knows. */
export interface FakeApp {
  readonly appId: string;
  readonly installationId: string;
  /** PEM, public or private. */
  readonly key: string;
}

const claims = z.object({ iss: z.union([z.string(), z.number()]), iat: z.number(), exp: z.number() });

const hour = 3_600_000;

/** Gives tokens of installations to apps that sign their requests, and knows which tokens are good. */
export function createAppAuth(app: FakeApp | undefined, clock: Clock) {
  const tokens = new Map<string, number>();
  return {
    isGood: (token: string): boolean => (tokens.get(token) ?? 0) > clock.now(),
    issued: (): number => tokens.size,
    createToken(authorization: string | undefined, installation: string): ApiAnswer {
      const jwt = /^bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
      if (app === undefined || !isSigned(jwt, app, clock.now())) {
        throw new GitHubProblem(401, 'A JSON web token could not be decoded');
      }
      if (installation !== app.installationId) throw new GitHubProblem(404, 'Not Found');
      const token = `ghs_${randomUUID().replaceAll('-', '')}`;
      const expiresAt = clock.now() + hour;
      tokens.set(token, expiresAt);
      return created({
        token,
        expires_at: new Date(expiresAt).toISOString(),
        permissions: { contents: 'write' },
        repository_selection: 'all',
      });
    },
  };
}

function isSigned(jwt: string, app: FakeApp, now: number): boolean {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!verify.verify(createPublicKey(app.key), Buffer.from(signature, 'base64url'))) return false;
  const { iss, iat, exp } = claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  const seconds = now / 1000;
  return String(iss) === app.appId && iat <= seconds && exp > seconds && exp - iat <= 600 + 60;
}
