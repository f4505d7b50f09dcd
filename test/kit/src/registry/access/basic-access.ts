import { ociError } from '../oci/answers.js';
import { type Access, basicLogin, type Login, sameLogin } from './access.js';

/** Basic authentication with one login, as docker-registry with htpasswd has it. */
export function basicAccess(login: Login): Access {
  return {
    check(request) {
      if (sameLogin(basicLogin(request), login)) return undefined;
      return ociError('UNAUTHORIZED', 'authentication required', { 'www-authenticate': 'Basic realm="towline"' });
    },
  };
}
