import * as tls from 'node:tls';

/**
 * The certificates that Node trusts where it is given none, as PEM. Newer versions tell them; for older ones they are those that Node was
 * built with and `extra`, which is what the file of `NODE_EXTRA_CA_CERTS` holds.
 */
export function defaultCertificates(extra: string | undefined): readonly string[] {
  const tell: ((type: 'default') => string[]) | undefined = Reflect.get(tls, 'getCACertificates');
  return [...(tell?.('default') ?? tls.rootCertificates), ...(extra === undefined ? [] : [extra])];
}
