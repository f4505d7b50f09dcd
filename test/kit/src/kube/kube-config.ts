/** How a client reaches a Kubernetes API. */
export interface KubeEndpoint {
  readonly url: string;
  /** The certificate to trust, as PEM; undefined where the API speaks plain HTTP. */
  readonly ca: string | undefined;
  readonly token: string;
  /** The namespace of the context. */
  readonly namespace?: string;
}

/** The text of a kubeconfig file with one context. */
export function kubeConfig({ url, ca, token, namespace = 'default' }: KubeEndpoint): string {
  // Clients take plain HTTP only where they are told not to verify.
  const trust =
    ca === undefined
      ? { 'insecure-skip-tls-verify': true }
      : { 'certificate-authority-data': Buffer.from(ca).toString('base64') };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: url, ...trust } }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test', namespace } }],
    'current-context': 'test',
  });
}
