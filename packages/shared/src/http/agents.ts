import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Secret } from '../secret/index.js';
import { defaultCertificates } from './default-certificates.js';
import { bypassesProxy } from './no-proxy.js';

/** Proxies by the scheme of what is asked, as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say them. */
export interface ProxySettings {
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  readonly no?: string | undefined;
}

/** How connections are made. */
export interface ConnectionOptions {
  /** Connections to one origin at a time. Default 32. */
  readonly maxSockets?: number | undefined;
  readonly proxy?: ProxySettings | undefined;
  /** PEM certificates that are trusted besides those that Node trusts by itself. */
  readonly ca?: readonly string[] | undefined;
  /** Whether those that Node trusts by itself are trusted too where `ca` names some. Default: yes. */
  readonly systemCa?: boolean | undefined;
  /**
   * What is in the file that `NODE_EXTRA_CA_CERTS` names, as PEM. Node trusts it by itself, but before Node 22.15 it does not tell what it
   * trusts: with `ca`, this must then be passed too.
   */
  readonly nodeExtraCa?: string | undefined;
  /** What a server that asks for a certificate is shown, as PEM. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: Secret } | undefined;
  /** The name that certificates must be for, where it is not the host of the URL. */
  readonly serverName?: string | undefined;
  /** Hosts (`host` or `host:port`) whose certificate is not checked. */
  readonly insecureHosts?: readonly string[] | undefined;
}

/** Kept-alive connections, shared by all who speak HTTP with the same settings, SDKs included. */
export interface AgentPool {
  /** The agent that connects to `url`: directly, or by the proxy that is set for it. */
  agentFor(url: URL): Promise<HttpAgent>;
  /** Closes idle connections. */
  close(): void;
}

/** An {@link AgentPool}. The proxy libraries are loaded when the first proxy is used. */
export function createAgentPool(options: ConnectionOptions): AgentPool {
  const agents = new Map<string, Promise<HttpAgent>>();
  const insecure = new Set((options.insecureHosts ?? []).map((host) => host.toLowerCase()));
  const identity = identityOf(options);
  const common = { keepAlive: true, maxSockets: options.maxSockets ?? 32 };
  return {
    agentFor(url) {
      const secure = url.protocol === 'https:';
      const checked = !insecure.has(url.hostname) && !insecure.has(url.host);
      const proxy = proxyFor(url, options.proxy);
      const key = `${secure} ${checked} ${proxy}`;
      const known = agents.get(key);
      if (known !== undefined) return known;
      const tls = { ...identity, rejectUnauthorized: checked };
      const connection = { ...common, tls };
      const made = proxy === undefined ? direct(secure, connection) : proxied(secure, proxy, connection);
      agents.set(key, made);
      return made;
    },
    close() {
      for (const agent of agents.values()) void agent.then((each) => each.destroy());
    },
  };
}

interface TlsIdentity {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
}

function identityOf(options: ConnectionOptions): TlsIdentity {
  const { ca = [], systemCa = true, nodeExtraCa, clientCertificate, serverName } = options;
  return {
    ...(ca.length > 0 && { ca: systemCa ? [...defaultCertificates(nodeExtraCa), ...ca] : [...ca] }),
    ...(clientCertificate && { cert: clientCertificate.certificate, key: clientCertificate.key.reveal() }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}

interface Connection {
  readonly keepAlive: boolean;
  readonly maxSockets: number;
  readonly tls: TlsIdentity & { readonly rejectUnauthorized: boolean };
}

async function direct(secure: boolean, { tls, ...common }: Connection): Promise<HttpAgent> {
  return secure ? new HttpsAgent({ ...common, ...tls }) : new HttpAgent(common);
}

async function proxied(secure: boolean, proxy: string, { tls, ...common }: Connection): Promise<HttpAgent> {
  if (secure) {
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    const agent = new HttpsProxyAgent(proxy, { ...common, ...tls });
    // What it is constructed with counts for TLS to the proxy only; TLS to the server takes its settings from here.
    const connect = agent.connect.bind(agent);
    agent.connect = (request, options) => connect(request, { ...options, ...tls });
    return agent;
  }
  const { HttpProxyAgent } = await import('http-proxy-agent');
  return new HttpProxyAgent(proxy, { ...common, ...tls });
}

/** The proxy for a URL. An address without a scheme is taken as `http://`, as other programs do. */
function proxyFor(url: URL, proxy: ProxySettings = {}): string | undefined {
  const address = url.protocol === 'https:' ? proxy.https : proxy.http;
  if (address === undefined || address === '' || bypassesProxy(url, proxy.no ?? '')) return undefined;
  return address.includes('://') ? address : `http://${address}`;
}
