import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, readBody, requestUrl } from '../../serve/index.js';
import { jsonAnswer, ociError } from '../oci/answers.js';
import { type Access, basicLogin, type Login, type Need, sameLogin } from './access.js';

/** A registry with a token server, as Docker Hub and GHCR are. */
export interface BearerAccessOptions {
  readonly now: () => number;
  /** The address of the registry, known once it listens. */
  readonly url: () => string;
  readonly login?: Login | undefined;
  /** A token that `docker login` keeps instead of the password; traded for a bearer token by POST. */
  readonly identityToken?: string | undefined;
  /** Whether everyone may pull. */
  readonly anonymousPull: boolean;
  readonly tokenLifeMs: number;
}

interface Grant {
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number;
}

const service = 'registry.towline.test';

/** The challenge, the token endpoint with its scopes, and the check of the tokens. */
export function bearerAccess(options: BearerAccessOptions): Access {
  const grants = new Map<string, Grant>();
  return {
    check(request, need) {
      const grant = grants.get(/^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
      if (grant === undefined || grant.expiresAt <= options.now()) return challenge(options, need, 'invalid_token');
      if (need === undefined || covers(grant, need)) return undefined;
      return challenge(options, need, 'insufficient_scope');
    },
    async token(request) {
      const { known, scopes, failed } = await readTokenRequest(request, options);
      if (failed) return ociError('UNAUTHORIZED', 'incorrect username or password');
      const token = randomBytes(24).toString('base64url');
      const granted = scopes.filter((scope) => known || (options.anonymousPull && scope.endsWith(':pull')));
      grants.set(token, { scopes: new Set(granted), expiresAt: options.now() + options.tokenLifeMs });
      return jsonAnswer({
        token,
        access_token: token,
        expires_in: Math.floor(options.tokenLifeMs / 1000),
        issued_at: new Date(options.now()).toISOString(),
      });
    },
  };
}

async function readTokenRequest(request: IncomingMessage, { login, identityToken }: BearerAccessOptions) {
  const url = requestUrl(request);
  if (request.method === 'POST') {
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    const password = { username: form.get('username') ?? '', password: form.get('password') ?? '' };
    const refresh = form.get('grant_type') === 'refresh_token';
    const known = refresh
      ? identityToken !== undefined && form.get('refresh_token') === identityToken
      : login !== undefined && sameLogin(password, login);
    return { known, scopes: scopesOf(form.getAll('scope')), failed: !known };
  }
  const given = basicLogin(request);
  const known = login !== undefined && sameLogin(given, login);
  return { known, scopes: scopesOf(url.searchParams.getAll('scope')), failed: given !== undefined && !known };
}

/** `repository:a/b:pull,push` is two scopes: `a/b:pull` and `a/b:push`. */
function scopesOf(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(' '))
    .flatMap((scope) => {
      const [, name, actions] = /^repository:(.+):([a-z,*]+)$/.exec(scope) ?? [];
      return (actions ?? '').split(',').map((action) => `${name}:${action}`);
    });
}

function covers({ scopes }: Grant, { repository, action }: Need): boolean {
  return scopes.has(`${repository}:${action}`) || scopes.has(`${repository}:*`);
}

function challenge({ url }: BearerAccessOptions, need: Need | undefined, error: string): Answer {
  const actions = need?.action === 'push' ? 'pull,push' : need?.action;
  const scope = need === undefined ? '' : `,scope="repository:${need.repository}:${actions}"`;
  const value = `Bearer realm="${url()}/token",service="${service}"${scope},error="${error}"`;
  return ociError('UNAUTHORIZED', 'authentication required', { 'www-authenticate': value });
}
