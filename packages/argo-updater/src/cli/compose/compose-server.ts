import { CliError, readTextFile } from '@towline/shared/cli';
import type { SecretStore } from '@towline/shared/config';
import { errorMessage } from '@towline/shared/errors';
import type { Clock, Logger } from '@towline/shared/ports';
import type { SecretReference } from '@towline/shared/secret';
import { createSeenDeliveries } from '../../core/event/seen-deliveries.js';
import { webhookVendors } from '../../core/event/webhook-vendors.js';
import { type ChangingSecret, createChangingSecret } from '../../server/access/changing-secret.js';
import { createGate } from '../../server/access/grants.js';
import { api } from '../../server/routes/api.js';
import { metricsPage } from '../../server/routes/metrics.js';
import { peers } from '../../server/routes/peers.js';
import { probes } from '../../server/routes/probes.js';
import { webhook } from '../../server/routes/webhook.js';
import type { ServerPorts } from '../../server/server-ports.js';
import { type Certificate, type Routes, type RunningListener, startListener } from '../../server/start-listener.js';
import { vendorVariable, vendorWord } from '../settings/server-settings.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';

/** What the server shows and whom it tells. */
export type ServerParts = Pick<ServerPorts, 'view' | 'trace' | 'others' | 'sink' | 'handed' | 'metrics'> & {
  readonly secrets: SecretStore;
};

/** A server that listens wherever the settings say. */
export interface RunningServer {
  /** The port of webhooks, the API and other replicas; undefined where they are not listened to. */
  readonly port: number | undefined;
  /** Answers what is under way, and listens no more. */
  close(): Promise<void>;
}

/** Starts the server of the controller: probes, metrics, webhooks, API and replicas, each where the settings put it. */
export async function startServer(
  settings: Settings,
  base: Pick<Base, 'clock' | 'log' | 'environment'>,
  parts: ServerParts,
): Promise<RunningServer> {
  const { clock, log } = base;
  const ports = serverPorts(settings, base, parts);
  const stop = new AbortController();
  const listeners: RunningListener[] = [];
  const close = async (): Promise<void> => {
    stop.abort();
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  try {
    for (const [address, routes] of plainListeners(settings, ports)) {
      listeners.push(await startListener({ ...readAddress(address), routes }, log));
      log.info({ url: listeners.at(-1)?.url }, 'Probes and metrics are served');
    }
    if (!settings.server.enableWebhook) return { port: undefined, close };
    const main = await startMain(settings, ports, { clock, log, signal: stop.signal });
    listeners.push(main);
    log.info({ url: main.url }, 'Webhooks and the API are served');
    return { port: main.port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What is told to anybody: by address, since two of them may share one. */
function plainListeners({ server }: Settings, ports: ServerPorts): ReadonlyMap<string, readonly Routes[]> {
  const listeners = new Map<string, readonly Routes[]>();
  const add = (address: string, routes: Routes): void => {
    if (address !== '0' && address !== '') listeners.set(address, [...(listeners.get(address) ?? []), routes]);
  };
  add(server.healthAddress, probes(ports));
  add(server.metricsAddress, metricsPage(ports));
  return listeners;
}

interface Keeping {
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

async function startMain({ server }: Settings, ports: ServerPorts, keeping: Keeping): Promise<RunningListener> {
  const files = certificateFiles(server);
  const certificate = files && (await readCertificate(files));
  const routes = [probes(ports), webhook(ports), api(ports), peers(ports)];
  const listener = await startListener({ host: server.host, port: server.port, certificate, routes }, keeping.log);
  if (files && certificate) void keepCertificate({ listener, files, certificate }, keeping);
  return listener;
}

interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

function certificateFiles({ tlsCert: cert, tlsKey: key }: Settings['server']): CertificateFiles | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) return { cert, key };
  throw new CliError('cli-config-invalid', 'A certificate and its key belong together, and only one of them is set', {
    hint: 'Set both --tls-cert-path and --tls-key-path.',
  });
}

async function readCertificate({ cert, key }: CertificateFiles): Promise<Certificate> {
  return { cert: await readTextFile(cert), key: await readTextFile(key) };
}

const lookEveryMs = 60_000;

/** Uses a renewed certificate soon after it was written. */
async function keepCertificate(
  {
    listener,
    files,
    certificate,
  }: { readonly listener: RunningListener; readonly files: CertificateFiles; readonly certificate: Certificate },
  { clock, log, signal }: Keeping,
): Promise<void> {
  let used = certificate;
  while (!signal.aborted) {
    try {
      await clock.sleep(lookEveryMs, signal);
      const found = await readCertificate(files);
      if (found.cert === used.cert && found.key === used.key) continue;
      listener.renew(found);
      used = found;
      log.info({ cert: files.cert }, 'The certificate was renewed');
    } catch (error) {
      if (!signal.aborted)
        log.warn({ error: errorMessage(error) }, 'The certificate could not be renewed; the old one stays');
    }
  }
}

function serverPorts(
  { server }: Settings,
  { clock, log, environment }: Pick<Base, 'clock' | 'log' | 'environment'>,
  { secrets, ...parts }: ServerParts,
): ServerPorts {
  const changing = (reference: SecretReference | undefined): ChangingSecret | undefined =>
    reference && createChangingSecret(reference.text, secrets, clock);
  const known = webhookVendors.flatMap(({ name }) => {
    const variable = vendorVariable(name);
    const reference = server.secrets[vendorWord(name)]?.text ?? (environment[variable] ? `env:${variable}` : undefined);
    return reference === undefined ? [] : [[name, createChangingSecret(reference, secrets, clock)] as const];
  });
  return {
    ...parts,
    gate: createGate(changing(server.tokens)),
    peerToken: changing(server.peerToken),
    webhooks: { secrets: new Map(known), required: server.requireSecret },
    seen: createSeenDeliveries(),
    clock,
    log,
  };
}

/** `:8081`, `127.0.0.1:8081`, `[::1]:8081`, or a port alone. */
function readAddress(address: string): { readonly host: string | undefined; readonly port: number } {
  const [, bracketed, host, port = ''] = /^(?:\[([0-9a-f:]+)\]|([^:]*)):(\d{1,5})$/i.exec(address) ?? [];
  const alone = /^\d{1,5}$/.test(address) ? address : port;
  if (alone !== '' && Number(alone) <= 65_535) return { host: bracketed || host || undefined, port: Number(alone) };
  throw new CliError('cli-config-invalid', `${JSON.stringify(address)} is not an address to listen on`, {
    hint: 'Write it as :8081 or 127.0.0.1:8081; 0 turns it off.',
  });
}
