import type { Environment } from '../process/index.js';
import type { ProxySettings } from './agents.js';

/** The proxies that an environment names, in lower case or in capitals, as other programs read them. */
export function readProxySettings(environment: Environment): ProxySettings {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  return { http: read('HTTP_PROXY'), https: read('HTTPS_PROXY'), no: read('NO_PROXY') };
}
